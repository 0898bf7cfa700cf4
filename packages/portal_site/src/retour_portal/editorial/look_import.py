"""A look that comes in a file: checked whole, shown, then made a draft or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from retour_portal.editorial.look_differences import Change, differences, field_label
from retour_portal.editorial.look_file import LookFile
from retour_portal.editorial.look_fonts import NewFont, font_in
from retour_portal.editorial.look_pictures import NewPicture, picture_in
from retour_portal.editorial.looks import save_draft
from retour_portal.editorial.models import LookUpload
from retour_portal.editorial.rights import collections_of
from retour_portal.theming.look import ROWS, WORDS, look_of, wear_checked
from retour_portal.theming.models import Theme, ThemeVersion
from retour_portal.theming.tokens import ThemeFileRefused
from retour_portal.theming.versions import put_draft_on

if TYPE_CHECKING:
    from django.contrib.auth.models import User

S = TypeVar("S")
F = TypeVar("F")
New = TypeVar("New", NewPicture, NewFont)

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Incoming:
    """``look`` names what the file does; of ``pictures`` and ``fonts``, each is still
    to be made."""

    look: dict[str, Any]
    pictures: dict[str, NewPicture] = field(default_factory=dict)
    fonts: dict[str, NewFont] = field(default_factory=dict)


def checked_file(file: LookFile, theme: Theme) -> Incoming:
    """Raises ``ThemeFileRefused`` with all faults; creates nothing.

    Texts and addresses are judged as the form judges them, pictures as an upload.
    """
    faults: list[str] = []
    look: dict[str, Any] = file.tokens.model_dump(mode="json")
    texts, links = file.texts.model_dump(), file.links.model_dump()
    look |= {n: texts[n].strip() for n in WORDS if texts[n] is not None}
    look |= {n: _as_rows(n, links[n]) for n in ROWS if links[n] is not None}
    faults += [fault for n in WORDS if n in look for fault in _of_text(n, look[n])]
    faults += [fault for n in ROWS if n in look for fault in _of_rows(n, look[n])]
    collection = collections_of(theme.brand_id or 0).order_by("path").first()
    pictures = _found(file.pictures, lambda one: picture_in(one, collection), faults)
    fonts = _found(file.fonts, lambda one: font_in(one, theme.site), faults)
    files: dict[str, NewPicture | NewFont | None] = {**pictures, **fonts}
    look |= {
        name: found.existing_id if found else None for name, found in files.items()
    }
    try:
        wear_checked(Theme.objects.get(pk=theme.pk), look)
    except ThemeFileRefused as error:
        faults += error.faults
    if faults:
        raise ThemeFileRefused(*faults)
    return Incoming(look, _unmade(pictures), _unmade(fonts))


def changes_of(incoming: Incoming, theme: Theme) -> list[Change]:
    """Against the draft there is, else what is live."""
    shown = Theme.objects.get(pk=theme.pk)
    put_draft_on(shown)
    before = look_of(shown)
    made: dict[str, NewPicture | NewFont] = {**incoming.pictures, **incoming.fonts}
    names = {name: one.name for name, one in made.items()}
    return differences(before, {**before, **incoming.look}, new_files=names)


def keep_upload(
    theme: Theme, name: str, content: str, *, by: User, now: datetime
) -> None:
    """Until its sender decides, a day at most."""
    LookUpload.objects.update_or_create(
        theme=theme,
        user=by,
        defaults={"name": name[:200], "content": content, "sent_at": now},
    )


def forget_uploads(now: datetime) -> None:
    """Those that nobody decided on in time."""
    LookUpload.objects.filter(sent_at__lt=now - KEPT_FOR).delete()


def kept_upload(theme: Theme, by: User, now: datetime) -> LookUpload | None:
    rows = LookUpload.objects.filter(theme=theme, user=by)
    return rows.filter(sent_at__gte=now - KEPT_FOR).first()


def use_incoming(
    incoming: Incoming, theme: Theme, *, by: User, may_publish: bool
) -> ThemeVersion | None:
    """Its pictures in the brand's collection, its fonts and the draft, or none of it.
    Raises ``LookMoved``."""
    # By content: one file may be two pictures of a look.
    written: dict[str, Any] = {}
    try:
        with transaction.atomic():
            ids = {}
            for name, picture in incoming.pictures.items():
                if picture.digest not in written:
                    written[picture.digest] = picture.create(by)
                ids[name] = written[picture.digest].pk
            fonts = {n: one.keep(theme.site) for n, one in incoming.fonts.items()}
            look = {**incoming.look, **ids, **fonts}
            draft = save_draft(theme, look, by=by, may_publish=may_publish)
            LookUpload.objects.filter(theme=theme, user=by).delete()
    except BaseException:
        # The database takes its rows back; files it knows nothing of.
        for row in written.values():
            row.file.storage.delete(row.file.name)
        raise
    return draft


def _found(
    sent: Mapping[str, S | None], take: Callable[[S], F], faults: list[str]
) -> dict[str, F | None]:
    """What ``take`` makes of each; where it refuses one, ``faults`` say why."""
    found: dict[str, F | None] = {}
    for name, one in sent.items():
        try:
            found[name] = None if one is None else take(one)
        except ValidationError as error:
            faults += [f"{field_label(name)}: {text}" for text in error.messages]
    return found


def _unmade(found: Mapping[str, New | None]) -> dict[str, New]:
    return {n: one for n, one in found.items() if one and one.existing_id is None}


def _as_rows(name: str, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    [kind] = _block(name).child_blocks
    return [{"type": kind, "value": value} for value in values]


def _of_text(name: str, value: str) -> Iterator[str]:
    try:
        Theme._meta.get_field(name).clean(value, Theme())  # noqa: SLF001 - public
    except ValidationError as error:
        for text in error.messages:
            yield f"{field_label(name)}: {text}"


def _of_rows(name: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    block = _block(name)
    try:
        block.clean(block.to_python(rows))
    except ValidationError as error:
        for where, text in _texts_in(error):
            yield f"{field_label(name)}{where}: {text}"


def _texts_in(error: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Where in the rows, counted from 1, and what is wrong there."""
    inner = getattr(error, "block_errors", None)
    if inner is None:
        for text in error.messages:
            yield where, text
        return
    for text in getattr(error, "non_block_errors", None) or ():
        yield where, str(text)
    for key, one in inner.items():
        here = f" {key + 1}" if isinstance(key, int) else f", “{key}”"
        yield from _texts_in(one, where + here)


def _block(name: str) -> Any:
    return Theme._meta.get_field(name).stream_block  # noqa: SLF001 - public
