"""Pictures that come inside the file of a look, judged as an upload is."""

from __future__ import annotations

import mimetypes
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.utils.file import hash_filelike

from retour_portal.editorial import look_data

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from wagtail.models import Collection

    from retour_portal.editorial.look_file import Picture


@dataclass(frozen=True)
class NewPicture:
    """``existing_id`` is the same file, if the brand has it already."""

    name: str
    form: Any
    collection: Collection
    digest: str
    existing_id: int | None = None

    def create(self, by: User) -> Any:
        """In the brand's collection, whatever others there are."""
        row = self.form.save(commit=False)
        row.collection, row.uploaded_by_user = self.collection, by
        row.save()
        return row


def picture_in(sent: Picture, collection: Collection | None) -> NewPicture:
    """Raises ``ValidationError`` with every reason why it would be no picture here."""
    if collection is None:
        raise ValidationError(
            _("This brand has no place for pictures. Open its portal first.")
        )
    content = _decoded(sent)
    form_class = get_image_form(get_image_model(), fields=["title", "file"])
    form = form_class(
        {
            "title": sent.name.rpartition(".")[0] or sent.name,
            "collection": collection.pk,
        },
        {"file": SimpleUploadedFile(sent.name, content, sent.type)},
    )
    if not form.is_valid():
        raise ValidationError(
            [error for errors in form.errors.as_data().values() for error in errors]
        )
    digest = hash_filelike(BytesIO(content))
    existing = _held(collection, digest)
    return NewPicture(sent.name, form, collection, digest, existing)


def _held(collection: Collection, digest: str) -> int | None:
    rows = get_image_model().objects.filter(
        collection__path__startswith=collection.path
    )
    # Wagtail hashes a picture that no form uploaded once it is asked to, and keeps it.
    for unhashed in rows.filter(file_hash=""):
        with suppress(OSError):
            unhashed.get_file_hash()
    same = rows.filter(file_hash=digest).order_by("pk")
    found: int | None = same.values_list("pk", flat=True).first()
    return found


def _decoded(sent: Picture) -> bytes:
    if mimetypes.guess_type(sent.name)[0] != sent.type:
        raise ValidationError(
            _(
                "“%(name)s” is not named like “%(type)s”. Save the look again, or "
                "write the picture's type as it is."
            ),
            params={"name": sent.name, "type": sent.type},
        )
    damaged = _("The picture is damaged in the file. Save the look again.")
    return look_data.read(sent.data, damaged=damaged)
