"""A last day that is no working day moves on (Regulation 1182/71 art. 3(4))."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# A public holiday's name, or None on every other day.
HolidayNames = Callable[[date], str | None]

_SATURDAY, _SUNDAY = 5, 6
# Longer than any run of holidays; a calendar that never works is a mistake.
_LONGEST_REST = 31


class RestKind(StrEnum):
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    PUBLIC_HOLIDAY = "public_holiday"


@dataclass(frozen=True, slots=True)
class RestDay:
    """``name`` is the public holiday's, "" on a plain Saturday or Sunday."""

    day: date
    kind: RestKind
    name: str = ""


def no_holidays(day: date) -> str | None:  # noqa: ARG001
    """A calendar with weekends only."""
    return None


def rest_day(day: date, holidays: HolidayNames) -> RestDay | None:
    """Why ``day`` is no working day; None if it is one."""
    if day.weekday() == _SATURDAY:
        return RestDay(day, RestKind.SATURDAY, holidays(day) or "")
    if day.weekday() == _SUNDAY:
        return RestDay(day, RestKind.SUNDAY, holidays(day) or "")
    name = holidays(day)
    return None if name is None else RestDay(day, RestKind.PUBLIC_HOLIDAY, name)


def roll_over(day: date, holidays: HolidayNames) -> tuple[date, tuple[RestDay, ...]]:
    """The first working day from ``day`` on, and the days of rest passed over."""
    passed: list[RestDay] = []
    while (rest := rest_day(day, holidays)) is not None:
        passed.append(rest)
        if len(passed) > _LONGEST_REST:
            raise ValueError(f"No working day within a month of {passed[0].day}.")
        day += timedelta(days=1)
    return day, tuple(passed)
