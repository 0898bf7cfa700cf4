"""Opening hours as customers read them, in the language of a page or a mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from babel.dates import format_time, get_day_names
from django.utils.translation import gettext as _

from retour_core.domain.opening_hours import DAY_MINUTES, Span, Week, same_days
from retour_core.domain.written_dates import date_locale


@dataclass(frozen=True)
class HoursRow:
    """``first`` and ``last`` are days, Monday is 0."""

    first: int
    last: int
    days: str
    hours: str


def hours_rows(week: Week | None, locale: str) -> list[HoursRow]:
    """“Mon–Fri”, “10:00–19:00”: neighbouring days with the same hours are one row."""
    if week is None:
        return []
    babel = locale.replace("-", "_")
    names = get_day_names("abbreviated", context="stand-alone", locale=babel)
    rows = []
    for first, last, spans in same_days(week):
        days = names[first] if first == last else f"{names[first]}–{names[last]}"
        days = days[:1].upper() + days[1:]
        rows.append(HoursRow(first, last, days, hours_text(spans, locale)))
    return rows


def hours_text(spans: Sequence[Span], locale: str) -> str:
    """Of one day; in the language that is active, with the clock of ``locale``."""
    if not spans:
        return _("closed")
    if tuple(spans) == ((0, DAY_MINUTES),):
        return _("all day")
    babel = locale.replace("-", "_")
    return ", ".join(
        f"{_clock(start, babel)}–{_clock(end, babel)}" for start, end in spans
    )


def _clock(minute: int, locale: str) -> str:
    of_day = minute % DAY_MINUTES
    clock = time(of_day // 60, of_day % 60)
    return format_time(clock, "short", locale=date_locale(locale))
