"""Photos in the flow: taken in beside the reasons, shown under the private link."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retour_core.domain.errors import DomainError
from retour_core.returns.actors import CUSTOMER
from retour_core.threads.errors import MAX_PHOTOS, PhotoUnknown
from retour_core.threads.photos import add_photos, remove_photo
from retour_core.threads.queries import photo_of, photos_of
from retour_core.threads.serving import photo_response
from retour_portal.flow.access import brand_of, is_stale_draft
from retour_portal.flow.forms import Problem
from retour_portal.flow.messages import sentence_for
from retour_portal.flow.opened import is_open
from retour_portal.flow.queries import chosen_lines, return_of_key
from retour_portal.flow.terms import terms_of

if TYPE_CHECKING:
    from retour_core.returns.models import Return, ReturnLine
    from retour_core.threads.models import Photo


@dataclass(frozen=True)
class LinePhotos:
    title: str
    photos: list[Photo]


@dataclass(frozen=True)
class PhotoField:
    """The place for one item's photos; ``key`` is its order line's, as in the form.

    ``left`` is how many more the whole return has room for. ``is_required``: policy,
    rule or reason asks for a photo of this item.
    """

    key: int
    title: str
    photos: list[Photo]
    errors: list[str]
    left: int
    is_required: bool = False
    most: int = MAX_PHOTOS


@dataclass(frozen=True)
class TakenPhotos:
    """What a form brought. ``was_all``: the button pressed was one of the photos', so
    the rest of the form is not judged yet."""

    ret: Return
    problems: list[Problem]
    was_all: bool

    def fields(self) -> list[PhotoField]:
        """One a chosen line. One query, and those of ``DraftTerms``."""
        photos = photos_of(self.ret)
        required = terms_of(self.ret).photo_lines
        return [
            PhotoField(
                key=line.order_line_id,
                title=line.order_line.title,
                photos=_of_line(photos, line),
                errors=[p.text for p in self.problems if p.target == _target(line)],
                left=max(MAX_PHOTOS - len(photos), 0),
                is_required=line.pk in required,
            )
            for line in chosen_lines(self.ret)
        ]


def take_photos(request: HttpRequest, ret: Return) -> TakenPhotos:
    """Keep the photos a posted form brought and remove the one it names."""
    problems: list[Problem] = []
    unwanted = request.POST.get("remove_photo", "")
    if unwanted:
        _remove(ret, unwanted)
    for line in chosen_lines(ret):
        files = request.FILES.getlist(f"photos-{line.order_line_id}")
        if not files:
            continue
        try:
            refused: Sequence[DomainError] = add_photos(
                ret, files, actor=CUSTOMER, line=line
            ).refused
        except DomainError as error:
            refused = [error]
        problems += [Problem(_target(line), sentence_for(error)) for error in refused]
    pressed_add = "add_photos" in request.POST
    if pressed_add and not request.FILES:
        problems += _nothing_chosen(ret, request.POST["add_photos"])
    return TakenPhotos(ret, problems, was_all=pressed_add or bool(unwanted))


def photo_lines(ret: Return) -> list[LinePhotos]:
    """The chosen lines that have photos, with them. One query."""
    photos = photos_of(ret)
    lines = [
        LinePhotos(line.order_line.title, _of_line(photos, line))
        for line in chosen_lines(ret)
    ]
    return [line for line in lines if line.photos]


@require_safe
def photo(request: HttpRequest, private_key: str, public_id: UUID) -> FileResponse:
    return _served(request, private_key, public_id, is_small=False)


@require_safe
def thumbnail(request: HttpRequest, private_key: str, public_id: UUID) -> FileResponse:
    return _served(request, private_key, public_id, is_small=True)


def _served(
    request: HttpRequest, private_key: str, public_id: UUID, *, is_small: bool
) -> FileResponse:
    ret = return_of_key(brand_of(request), private_key)
    if is_stale_draft(ret) or not is_open(request, ret):
        raise Http404
    return photo_response(ret, photo_of(ret, public_id), is_small=is_small)


def _remove(ret: Return, public_id: str) -> None:
    # Gone already, or never there: what was asked for is the case.
    with suppress(ValueError, PhotoUnknown):
        remove_photo(ret, UUID(public_id), actor=CUSTOMER)


def _nothing_chosen(ret: Return, key: str) -> list[Problem]:
    return [
        Problem(_target(line), _("Choose one or more photos first."))
        for line in chosen_lines(ret)
        if str(line.order_line_id) == key
    ]


def _of_line(photos: Sequence[Photo], line: ReturnLine) -> list[Photo]:
    return [photo for photo in photos if photo.line_id == line.pk]


def _target(line: ReturnLine) -> str:
    return f"id_photos-{line.order_line_id}"
