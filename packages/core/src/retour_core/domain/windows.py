"""How long something may be returned, on a calendar rather than in seconds."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def window_end(anchor: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The first instant at which the window is closed.

    The day of the event is not counted and the last day counts to its end, both in
    ``zone`` (Regulation 1182/71 art. 3). ``anchor`` is aware; so is the result.
    """
    last_day = anchor.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(last_day + timedelta(days=1), time(), tzinfo=zone)
