"""Photos of a return: taken in, kept to ten, and removed without a trace.

Row first, files second, “ready” last: whatever breaks, a row names every file there
is, and :func:`discard_unfinished` clears what a crash left half done. Files are
written outside every transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from retour_core.domain.states import OPEN_STATES, ReturnState
from retour_core.outbox.operations import put
from retour_core.returns.choices import ActorKind
from retour_core.returns.drafts import LineUnknown
from retour_core.returns.transition import lock_return, note
from retour_core.threads.errors import (
    MAX_PHOTOS,
    PhotoKept,
    PhotoRefused,
    PhotoUnknown,
    ThreadClosed,
    TooManyPhotos,
)
from retour_core.threads.models import Photo, PhotoState, new_file_key
from retour_core.threads.pictures import Picture, picture_of

if TYPE_CHECKING:
    from django.core.files.base import File

    from retour_core.returns.actors import Actor
    from retour_core.returns.models import Return, ReturnLine

    Upload: TypeAlias = File[bytes]

# Storing a photo takes seconds; one that is not ready after this never will be.
_ABANDONED = timedelta(hours=1)


@dataclass(frozen=True)
class AddedPhotos:
    """``refused`` names each file that was not taken, and why."""

    photos: list[Photo]
    refused: list[PhotoRefused]


def add_photos(
    ret: Return,
    uploads: Sequence[Upload],
    *,
    actor: Actor,
    line: ReturnLine | None = None,
) -> AddedPhotos:
    """Keep photos of a return, or of one of its lines; the good ones among them.

    A photo that the line has already is not kept twice, so sending a form again is
    harmless. Raises ``TooManyPhotos`` (then none is kept), ``LineUnknown`` or
    ``ThreadClosed``. Call it outside a transaction: files are written in between.
    """
    check_number(ret, uploads)
    pictures, refused = read_pictures(uploads)
    photos = store_photos(ret, pictures, by=actor.kind, line=line)
    with abandoned_on_error(photos):
        finish(ret, photos)
    return AddedPhotos(photos, refused)


def check_number(ret: Return, uploads: Sequence[Upload]) -> None:
    """Raises ``TooManyPhotos`` before anything is decoded, for more than there can
    ever be; how many are new is counted under the lock. One query then, else none."""
    if len(uploads) > MAX_PHOTOS:
        left = max(MAX_PHOTOS - ret.photos.count(), 0)
        raise TooManyPhotos(most=MAX_PHOTOS, left=left)


def read_pictures(
    uploads: Sequence[Upload],
) -> tuple[list[Picture], list[PhotoRefused]]:
    pictures: list[Picture] = []
    refused: list[PhotoRefused] = []
    for upload in uploads:
        try:
            pictures.append(picture_of(upload, name=upload.name or ""))
        except PhotoRefused as error:
            refused.append(error)
    return pictures, refused


def store_photos(
    ret: Return,
    pictures: Sequence[Picture],
    *,
    by: ActorKind,
    line: ReturnLine | None = None,
) -> list[Photo]:
    """Rows and files, not shown yet: :func:`finish` does that, or nobody sees them."""
    if not pictures:
        return []
    photos = _reserve(ret, pictures, by=by, line=line)
    by_hash = {picture.sha256: picture for picture in pictures}
    with abandoned_on_error(photos):
        for photo in photos:
            picture = by_hash[photo.sha256]
            # The names are the row's own, so nothing is left if this breaks.
            photo.file.storage.save(photo.file.name, ContentFile(picture.large))
            photo.file.storage.save(
                photo.thumbnail.name, ContentFile(picture.thumbnail)
            )
    return photos


@contextmanager
def abandoned_on_error(photos: Sequence[Photo]) -> Iterator[None]:
    """Take photos back, rows and files, if what needed them fails."""
    try:
        yield
    except BaseException:
        discard(photos)
        raise


@transaction.atomic
def finish(ret: Return, photos: Sequence[Photo]) -> None:
    """Show photos; raises ``PhotoUnknown`` if their draft was discarded meanwhile."""
    if not photos:
        return
    keys = [photo.pk for photo in photos]
    shown = Photo.objects.filter(pk__in=keys, parent_id=ret.pk)
    if shown.update(state=PhotoState.READY) != len(keys):
        raise PhotoUnknown
    for photo in photos:
        photo.state = PhotoState.READY


@transaction.atomic
def remove_photo(ret: Return, public_id: UUID, *, actor: Actor) -> None:
    """The customer may, while the return is a draft; later only others, in writing.

    Raises ``PhotoUnknown`` or ``PhotoKept``.
    """
    locked = lock_return(ret.pk)
    photo = locked.photos.filter(public_id=public_id).first()
    if photo is None:
        raise PhotoUnknown
    is_draft = locked.current_state is ReturnState.DRAFT
    if actor.kind == ActorKind.CUSTOMER and not is_draft:
        raise PhotoKept
    photo.delete()
    if not is_draft:
        note(locked, "return.photo_removed", actor=actor, photo=str(public_id))


@transaction.atomic
def discard(photos: Sequence[Photo]) -> None:
    """Rows and files, also files whose row went with its draft."""
    Photo.objects.filter(pk__in=[photo.pk for photo in photos]).delete()
    names = [name for photo in photos for name in _names(photo)]
    if names:
        put("photo_files", {"names": names})


def discard_unfinished(*, now: datetime) -> int:
    """Clear what a crash left while it was stored; says how many photos there were."""
    left = Photo.objects.filter(state=PhotoState.STORING, at__lt=now - _ABANDONED)
    _count, by_model = left.delete()
    return by_model.get("retour_threads.Photo", 0)


@transaction.atomic(durable=True)
def _reserve(
    ret: Return,
    pictures: Sequence[Picture],
    *,
    by: ActorKind,
    line: ReturnLine | None,
) -> list[Photo]:
    """Rows for the pictures that are new, counted under the return's lock."""
    locked = lock_return(ret.pk)
    if locked.current_state not in OPEN_STATES:
        raise ThreadClosed
    if line is not None and not locked.lines.filter(pk=line.pk).exists():
        raise LineUnknown
    present = list(locked.photos.all())
    known = {
        photo.sha256
        for photo in present
        if photo.message_id is None and photo.line_id == (line.pk if line else None)
    }
    new = {each.sha256: each for each in pictures if each.sha256 not in known}
    left = MAX_PHOTOS - len(present)
    if len(new) > left:
        raise TooManyPhotos(most=MAX_PHOTOS, left=max(left, 0))
    return [_row(locked, picture, by=by, line=line) for picture in new.values()]


def _row(
    ret: Return, picture: Picture, *, by: ActorKind, line: ReturnLine | None
) -> Photo:
    now = timezone.now()
    stem = f"photos/{now:%Y/%m}/{new_file_key()}"
    return Photo.objects.create(
        parent=ret,
        line=line,
        file=f"{stem}.jpg",
        thumbnail=f"{stem}-small.jpg",
        width=picture.width,
        height=picture.height,
        bytes=len(picture.large),
        sha256=picture.sha256,
        uploaded_by=by,
        at=now,
    )


def _names(photo: Photo) -> tuple[str, str]:
    return str(photo.file.name), str(photo.thumbnail.name)
