"""A brand's look from draft to publication.

Ours, as Wagtail's drafts and workflows know pages and snippets alone: the form of a
site's settings saves at once, and a workflow belongs to a whole model, not to a brand's
publishers.

Each call takes the theme's row lock first, so that of two who decide at once the second
is told so (``LookMoved``). What is live changes by publishing alone.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from retour_core.domain.errors import DomainError
from retour_portal.editorial.look_notices import ask_publishers, tell_editor
from retour_portal.editorial.notices import APPROVED, REJECTED
from retour_portal.theming.look import Look, is_same, look_of, wear_checked
from retour_portal.theming.models import Theme
from retour_portal.theming.version_models import OPEN, Stage, ThemeVersion
from retour_portal.theming.versions import next_number, note_version, open_draft

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class LookMoved(DomainError):
    """Somebody else saved or decided meanwhile, or the look waits for a publisher."""

    code = "look_moved"


def save_draft(
    theme: Theme, look: Look, *, by: User, may_publish: bool, seen: int | None = None
) -> ThemeVersion | None:
    """The next version, as the theme's open draft; ``None`` where it is what there is.

    Fields that ``look`` does not name are those of the draft there is, else of what is
    live. ``seen`` is the number of the draft its writer began with, 0 for none. The
    draft of before stays a version; what stage it was in, the new one is in, too.
    Raises ``LookMoved``, and ``ThemeFileRefused`` where a colour could not be read.
    """
    with transaction.atomic():
        kept = _lock(theme.pk)
        note_version(kept)
        before = open_draft(kept)
        if seen is not None and seen != (before.number if before else 0):
            raise LookMoved(
                _(
                    "Somebody saved or published this look meanwhile. Look at it, then "
                    "save again if yours shall count."
                )
            )
        if before and before.stage == Stage.SUBMITTED and not may_publish:
            raise LookMoved(
                _("This look waits for a publisher. Take it back to change it.")
            )
        base = {**look_of(kept), **(before.look if before else {})}
        wear_checked(kept, {**base, **look})
        whole = look_of(kept)
        if is_same(base, whole):
            return None
        return _next_draft(kept, whole, before, by)


def submit(version: ThemeVersion, *, by: User) -> None:
    """Ask the brand's publishers."""
    with transaction.atomic():
        draft = _moved(version, (Stage.DRAFT, Stage.SENT_BACK), Stage.SUBMITTED)
        draft.submitted_by, draft.decided_by, draft.comment = by, None, ""
        draft.save()
        ask_publishers(draft, by=by)


def take_back(version: ThemeVersion) -> None:
    with transaction.atomic():
        _moved(version, (Stage.SUBMITTED,), Stage.DRAFT).save()


def ask_for_changes(version: ThemeVersion, comment: str, *, by: User) -> None:
    with transaction.atomic():
        draft = _moved(version, (Stage.SUBMITTED,), Stage.SENT_BACK)
        draft.decided_by, draft.comment = by, comment[:1000]
        draft.save()
        tell_editor(draft, REJECTED, by=by)


def set_aside(version: ThemeVersion) -> None:
    """Drop the draft; it stays among the versions."""
    with transaction.atomic():
        _moved(version, OPEN, Stage.ASIDE).save()


def publish(version: ThemeVersion, *, by: User, comment: str = "") -> list[str]:
    """Customers see it at once; the fields whose file was deleted since are returned,
    and what is live stays there. Raises ``ThemeFileRefused`` where a colour could not
    be read; nothing is changed then."""
    with transaction.atomic():
        now = timezone.now()
        draft = _moved(version, (*OPEN, Stage.SCHEDULED), Stage.PUBLISHED)
        draft.decided_by, draft.comment = by, comment[:1000]
        gone = _put_live(draft, now)
        tell_editor(draft, APPROVED, by=by)
    return gone


def schedule(
    version: ThemeVersion, at: datetime, *, by: User, comment: str = ""
) -> None:
    """Approve it for a time to come, in place of what was to go live before."""
    with transaction.atomic():
        draft = _moved(version, OPEN, Stage.SCHEDULED)
        _of(draft, Stage.SCHEDULED).update(stage=Stage.ASIDE)
        draft.decided_by, draft.comment, draft.go_live_at = by, comment[:1000], at
        draft.save()
        tell_editor(draft, APPROVED, by=by)


def unschedule(version: ThemeVersion) -> None:
    """It is a draft again, unless there is a newer one."""
    with transaction.atomic():
        draft = _moved(version, (Stage.SCHEDULED,), Stage.DRAFT)
        if ThemeVersion.objects.filter(theme=draft.theme_id, stage__in=OPEN).exists():
            draft.stage = Stage.ASIDE
        draft.go_live_at = None
        draft.save()


def publish_if_due(version_id: int, now: datetime) -> bool:
    """What was given a time and is due; ``False`` where it is not any more. Twice at
    once, it is published once."""
    with transaction.atomic():
        rows = ThemeVersion.objects.filter(
            pk=version_id, stage=Stage.SCHEDULED, go_live_at__lte=now
        )
        theme_id = rows.values_list("theme", flat=True).first()
        if theme_id is None:
            return False
        _lock(theme_id)
        draft = rows.first()
        if draft is None:
            return False
        draft.stage = Stage.PUBLISHED
        _put_live(draft, now)
    return True


def _put_live(draft: ThemeVersion, now: datetime) -> list[str]:
    theme = draft.theme
    note_version(theme)
    gone = wear_checked(theme, draft.look)
    draft.published_at = now
    draft.save()
    theme.saved_by = draft.saved_by
    theme.save()
    return gone


def _next_draft(
    theme: Theme, look: dict[str, Any], before: ThemeVersion | None, by: User
) -> ThemeVersion:
    kept = {}
    if before is not None:
        kept = {
            name: getattr(before, name)
            for name in ("stage", "submitted_by_id", "decided_by_id", "comment")
        }
        before.stage = Stage.ASIDE
        before.save(update_fields=["stage"])
    made: ThemeVersion = theme.versions.create(
        **{"stage": Stage.DRAFT, **kept},
        number=next_number(theme),
        look=look,
        saved_by=str(by)[:150],
    )
    return made


def _moved(version: ThemeVersion, of: Collection[str], to: Stage) -> ThemeVersion:
    """The row as it is behind the theme's lock, at its new stage; not saved yet."""
    theme = _lock(version.theme_id)
    row = ThemeVersion.objects.get(pk=version.pk)
    if row.stage not in of:
        raise LookMoved(
            _("Somebody saved or decided on this look meanwhile: look at it again.")
        )
    row.stage = to
    row.theme = theme
    return row


def _of(draft: ThemeVersion, stage: Stage) -> Any:
    return ThemeVersion.objects.filter(theme=draft.theme_id, stage=stage)


def _lock(theme_id: int) -> Theme:
    rows = Theme.objects.select_for_update(of=("self",))
    theme: Theme = rows.get(pk=theme_id)
    return theme
