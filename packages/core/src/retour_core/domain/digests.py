"""When a digest is due."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Rhythm(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


def next_digest(rhythm: Rhythm, *, after: datetime, hour: int, zone: str) -> datetime:
    """The first digest later than ``after``: at ``hour`` of the clock in ``zone``.

    A weekly one comes on Mondays. An hour that a clock change skips is the same
    instant as the hour after it; of one that comes twice the first counts. Raises
    ``ValueError`` for :attr:`Rhythm.AT_ONCE`, which has no digests.
    """
    if rhythm is Rhythm.AT_ONCE:
        raise ValueError("what is told at once has no digest")
    tz = ZoneInfo(zone)
    day = after.astimezone(tz).date()
    while True:
        at = datetime.combine(day, time(hour), tzinfo=tz).astimezone(after.tzinfo)
        if at > after and (rhythm is Rhythm.DAILY or day.weekday() == 0):
            return at
        day += timedelta(days=1)
