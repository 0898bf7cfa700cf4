from __future__ import annotations

from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return
from retour_core.threads.models import Photo
from retour_core.threads.photos import add_photos
from tests.core.threads.pictures import upload


def photo_of_line(ret: Return) -> Photo:
    """The photo the customer sent of the return's only line, sent once."""
    line = ret.lines.get()
    sent = Photo.objects.filter(line=line).first()
    if sent is not None:
        return sent
    [photo] = add_photos(ret, [upload()], actor=CUSTOMER, line=line).photos
    return photo
