"""What a theme looked like before, and what it may look like soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from retour_portal.theming.look import is_same, look_of, put_look
from retour_portal.theming.version_models import OPEN, Stage, ThemeVersion

if TYPE_CHECKING:
    from retour_portal.theming.models import Theme


def note_version(theme: Theme) -> None:
    """Keep the look just saved, unless it is the one that was published last."""
    look = look_of(theme)
    live = live_version(theme)
    if live is not None and is_same(live.look, look):
        return
    theme.versions.create(
        number=next_number(theme),
        look=look,
        saved_by=theme.saved_by[:150],
        published_at=timezone.now(),
    )


def next_number(theme: Theme) -> int:
    newest = theme.versions.aggregate(newest=Max("number"))["newest"]
    return (newest or 0) + 1


def live_version(theme: Theme) -> ThemeVersion | None:
    """Customers see it."""
    rows = theme.versions.filter(stage=Stage.PUBLISHED)
    found: ThemeVersion | None = rows.order_by("-published_at", "-number").first()
    return found


def open_draft(theme: Theme) -> ThemeVersion | None:
    """Saved, and neither published nor given a time yet."""
    found: ThemeVersion | None = theme.versions.filter(stage__in=OPEN).first()
    return found


def put_draft_on(theme: Theme) -> ThemeVersion | None:
    """Dress the theme, unsaved, in what is drafted for it or will go live, if anything
    is; that version."""
    stages = [*OPEN, Stage.SCHEDULED]
    found = {row.stage: row for row in theme.versions.filter(stage__in=stages)}
    draft = next((found[stage] for stage in stages if stage in found), None)
    if draft is not None:
        put_look(theme, draft.look)
    return draft
