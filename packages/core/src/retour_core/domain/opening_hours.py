"""Opening hours of a week: read from text, kept as minutes, asked at a moment.

The text is the everyday part of OpenStreetMap's ``opening_hours``:
``Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-13:00; Su off`` or ``24/7``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY_MINUTES = 24 * 60
# From and to, in minutes since midnight; “to” is at most 24:00.
Span = tuple[int, int]
Week = tuple[tuple[Span, ...], ...]

_DAY = rf"(?:{'|'.join(DAYS)})"
_RULE = re.compile(rf"({_DAY}(?:-{_DAY})?(?:\s*,\s*{_DAY}(?:-{_DAY})?)*)\s+(.+)")
_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–]\s*([0-9]{1,2}):([0-9]{2})")


class HoursUnreadable(ValueError):
    """The part of the text that could not be read is the message."""


def read_week(text: str) -> Week | None:
    """The hours from Monday to Sunday; ``None`` where nothing is said.

    A later rule for a day replaces an earlier one. Hours past midnight are put on both
    days. Raises ``HoursUnreadable``.
    """
    rules = [rule.strip() for rule in text.split(";") if rule.strip()]
    if not rules:
        return None
    if rules == ["24/7"]:
        return (((0, DAY_MINUTES),),) * 7
    days: list[list[Span]] = [[] for _ in DAYS]
    for rule in rules:
        match = _RULE.fullmatch(rule)
        if match is None:
            raise HoursUnreadable(rule)
        spans = _spans(match[2].strip())
        for day in _days(match[1]):
            days[day] = list(spans)
    return tuple(tuple(day) for day in _over_midnight(days))


def read_day(text: str) -> list[Span]:
    """The hours of one day, ``08:00-12:00, 14:00-18:00``; none for empty or ``off``.

    Past midnight they end after 24:00. Raises ``HoursUnreadable``, for hours that
    overlap as well.
    """
    if not (text := text.strip()):
        return []
    spans = sorted(_spans(text))
    for (_start, end), (start, _end) in pairwise(spans):
        if start < end:
            raise HoursUnreadable(text)
    return spans


def week_of(days: Sequence[Sequence[Span]]) -> Week | None:
    """From Monday to Sunday as ``read_day`` made them; ``None`` if all are empty."""
    if not any(days):
        return None
    return tuple(tuple(day) for day in _over_midnight(days))


def day_text(spans: Sequence[Span]) -> str:
    """What ``read_day`` reads; empty where closed."""
    return ", ".join(f"{clock(start)}-{clock(end)}" for start, end in spans)


def same_days(week: Week) -> list[tuple[int, int, tuple[Span, ...]]]:
    """Neighbouring days with the same hours as one: first day, last day, hours."""
    rows: list[tuple[int, int, tuple[Span, ...]]] = []
    for day, spans in enumerate(week):
        if rows and rows[-1][2] == spans:
            rows[-1] = (rows[-1][0], day, spans)
        else:
            rows.append((day, day, spans))
    return rows


def write_week(week: Week | None) -> str:
    """The text that ``read_week`` reads as this week."""
    if week is None:
        return ""
    rules = []
    for first, last, spans in same_days(week):
        days = DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"
        rules.append(f"{days} {day_text(spans).replace(', ', ',') or 'off'}")
    return "; ".join(rules)


def _days(text: str) -> list[int]:
    found = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        found += [day % 7 for day in range(start, end + 1 + (7 if end < start else 0))]
    return found


def _spans(text: str) -> list[Span]:
    if text.lower() in ("off", "closed"):
        return []
    return [_span(part.strip()) for part in text.split(",")]


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise HoursUnreadable(text)
    hours = [int(group) for group in match.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    # 24:00 is the end of a day; some write the end of a night as 26:00.
    if start >= DAY_MINUTES or max(hours[1], hours[3]) > 59 or end > 2 * DAY_MINUTES:
        raise HoursUnreadable(text)
    return start, end if end > start else end + DAY_MINUTES


def _over_midnight(days: Sequence[Sequence[Span]]) -> list[list[Span]]:
    split: list[list[Span]] = [[] for _ in DAYS]
    for index, spans in enumerate(days):
        for start, end in spans:
            split[index].append((start, min(end, DAY_MINUTES)))
            if end > DAY_MINUTES:
                split[(index + 1) % 7].append((0, end - DAY_MINUTES))
    return [sorted(spans) for spans in split]


def is_open(week: Week, moment: datetime) -> bool:
    """At ``moment``, which is on the clock of the place."""
    minute = moment.hour * 60 + moment.minute
    return any(start <= minute < end for start, end in week[moment.weekday()])


def clock(minute: int) -> str:
    """``HH:MM``, ``24:00`` for the end of the day."""
    return f"{minute // 60:02}:{minute % 60:02}"


def to_json(week: Week | None) -> dict[str, list[list[str]]] | None:
    """``{"mo": [["08:00", "12:00"]], …}``: every day is named, a closed one empty."""
    if week is None:
        return None
    return {
        day.lower(): [[clock(start), clock(end)] for start, end in spans]
        for day, spans in zip(DAYS, week, strict=True)
    }


def from_json(value: Mapping[str, Sequence[Sequence[str]]] | None) -> Week | None:
    """What ``to_json`` made."""
    if value is None:
        return None
    return tuple(
        tuple((_minute(start), _minute(end)) for start, end in value[day.lower()])
        for day in DAYS
    )


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
