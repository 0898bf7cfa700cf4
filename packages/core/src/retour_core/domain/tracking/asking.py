"""When to ask a carrier again where a parcel is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from retour_core.domain.tracking.progress import Progress
from retour_core.domain.tracking.statuses import FINAL, TrackingStatus

S = TrackingStatus

_USUAL = timedelta(hours=4)
_EVERY: Mapping[TrackingStatus, timedelta] = {
    S.UNKNOWN: timedelta(hours=12),
    S.ANNOUNCED: timedelta(hours=12),
    S.OUT_FOR_DELIVERY: timedelta(hours=1),
    S.DELAYED: timedelta(hours=6),
    S.CUSTOMS: timedelta(hours=6),
    S.PROBLEM: timedelta(hours=6),
}
_LONGEST = timedelta(hours=24)
# A week without news doubles the pause.
_SLOWS_AFTER = timedelta(days=7)
GIVES_UP_AFTER = timedelta(days=60)
JITTER = 0.2


def next_ask(
    progress: Progress, *, since: datetime, now: datetime, jitter: float
) -> datetime | None:
    """None when there is nothing more to learn: it has ended, or 60 days without news.

    A label that nobody uses is asked for twice a day, a parcel near its end every hour,
    one without news ever more seldom. ``jitter``, from -1 to 1, spreads parcels that
    began together by a fifth, so that they do not all ask at once.
    """
    quiet = max(now - (progress.last_at or since), timedelta(0))
    if progress.status in FINAL or quiet > GIVES_UP_AFTER:
        return None
    pause = _EVERY.get(progress.status, _USUAL) * (1 + quiet / _SLOWS_AFTER)
    return now + min(pause, _LONGEST) * (1 + JITTER * jitter)
