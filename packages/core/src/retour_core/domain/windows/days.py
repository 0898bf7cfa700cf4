"""Days on a calendar, and the instants at which they end."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day on the calendar in ``zone``; ``moment`` must be aware."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone to fall on a day.")
    return moment.astimezone(zone).date()


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after ``day`` in ``zone``.

    Where the clocks go forward at midnight that is the moment they do; where they go
    back over midnight, it is the first of the two.
    """
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


def window_end(anchor: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The first instant at which the window is closed.

    The day of the event is not counted and the last day counts to its end, both in
    ``zone`` (Regulation 1182/71 art. 3). ``anchor`` is aware; so is the result.
    """
    return end_of_day(local_day(anchor, zone) + timedelta(days=days), zone)


def add_months(day: date, months: int) -> date:
    """The same date ``months`` later, or the month's last day if it has no such date.

    Regulation 1182/71 art. 3(2)(c): a year after 29 February ends on 28 February.
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
