"""One order's window: its bounds to the second, and what moved them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from retour_core.domain.windows.anchors import (
    Anchor,
    AnchorKind,
    OrderDates,
    find_anchor,
)
from retour_core.domain.windows.days import add_months, end_of_day, local_day
from retour_core.domain.windows.places import Place, zones_for
from retour_core.domain.windows.rollover import (
    HolidayNames,
    RestDay,
    no_holidays,
    roll_over,
)
from retour_core.domain.windows.terms import WindowTerms

_NEVER = datetime.max.replace(tzinfo=UTC)


class Extension(StrEnum):
    """What made the window longer than its days."""

    SEASON = "season"
    OPEN_UNTIL = "open_until"
    INFORMED_LATE = "informed_late"
    UNINFORMED = "uninformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a window closes, and why then.

    ``last_day`` is the day to tell the consumer. ``ends_at`` is the first closed
    instant, in the consumer's zone: the end of ``last_day`` and of the grace days
    after it. Both are None while the window has no end: unlimited, or not begun
    (``anchor_kind`` is None as well). ``plain_last_day`` is the anchor's day plus the
    days; ``extended_to`` is the later day an ``extension`` put in its place;
    ``rolled_over`` are the days of rest it then moved over.
    """

    terms: WindowTerms
    zone: ZoneInfo
    anchor_kind: AnchorKind | None = None
    anchor_day: date | None = None
    plain_last_day: date | None = None
    last_day: date | None = None
    ends_at: datetime | None = None
    extension: Extension | None = None
    extended_to: date | None = None
    rolled_over: tuple[RestDay, ...] = ()

    @property
    def has_begun(self) -> bool:
        """False while the goods the days are counted from have not arrived."""
        return self.anchor_kind is not None

    @property
    def is_estimate(self) -> bool:
        """The delivery is not known, so the bound is reckoned and may be too early."""
        wanted = self.terms.anchors[0]
        return self.anchor_kind is not None and self.anchor_kind is not wanted

    def is_open(self, at: datetime) -> bool:
        """Whether something done at ``at`` (aware) is in time, grace days included."""
        return self.ends_at is None or at < self.ends_at

    def days_left(self, at: datetime) -> int | None:
        """Days until the last day that is told: 0 on it, negative after; None: no end.

        In the consumer's zone.
        """
        if self.last_day is None:
            return None
        return (self.last_day - local_day(at, self.zone)).days


def window(
    dates: OrderDates,
    terms: WindowTerms,
    place: Place,
    holidays: HolidayNames = no_holidays,
) -> Window:
    """The order's window on the consumer's calendar.

    Of the zones the consumer may live in, the one counts in which it closes last.
    ``holidays`` matter only to terms that roll over; they come from
    ``public_holidays.holidays_in(place)``.
    """
    candidates = [_in_zone(dates, terms, zone, holidays) for zone in zones_for(place)]
    return max(candidates, key=lambda candidate: candidate.ends_at or _NEVER)


def _in_zone(
    dates: OrderDates, terms: WindowTerms, zone: ZoneInfo, holidays: HolidayNames
) -> Window:
    anchor = find_anchor(
        dates, terms.anchors, transit_days=terms.transit_days, zone=zone
    )
    if anchor is None:
        return Window(terms=terms, zone=zone)
    if terms.days is None:
        return Window(
            terms=terms, zone=zone, anchor_kind=anchor.kind, anchor_day=anchor.day
        )
    return _bounded(dates, terms, zone, holidays, anchor)


def _bounded(
    dates: OrderDates,
    terms: WindowTerms,
    zone: ZoneInfo,
    holidays: HolidayNames,
    anchor: Anchor,
) -> Window:
    plain = anchor.day + timedelta(days=terms.days or 0)
    candidates: list[tuple[date, Extension | None]] = [
        (plain, None),
        *_later_ends(dates, terms, zone, holidays, anchor),
    ]
    day, extension = max(candidates, key=lambda candidate: candidate[0])
    last_day, passed = _rolled(day, terms, holidays)
    return Window(
        terms=terms,
        zone=zone,
        anchor_kind=anchor.kind,
        anchor_day=anchor.day,
        plain_last_day=plain,
        extension=extension,
        extended_to=day if extension else None,
        rolled_over=passed,
        last_day=last_day,
        ends_at=end_of_day(last_day + timedelta(days=terms.grace_days), zone),
    )


def _later_ends(
    dates: OrderDates,
    terms: WindowTerms,
    zone: ZoneInfo,
    holidays: HolidayNames,
    anchor: Anchor,
) -> Iterator[tuple[date, Extension]]:
    if terms.open_until:
        yield terms.open_until, Extension.OPEN_UNTIL
    ordered = local_day(dates.ordered_at, zone)
    for season in terms.seasons:
        if season.covers(ordered):
            yield season.until, Extension.SEASON
    if not terms.uninformed:
        return
    days = timedelta(days=terms.days or 0)
    informed = local_day(dates.informed_at, zone) if dates.informed_at else None
    if informed is not None and informed <= add_months(anchor.day, 12):
        # Art. 10(2): told within 12 months, the days run anew from then.
        yield informed + days, Extension.INFORMED_LATE
    else:
        # Art. 10(1): 12 months from the end of the initial period, wherever that was.
        initial_end, _ = _rolled(anchor.day + days, terms, holidays)
        yield add_months(initial_end, 12), Extension.UNINFORMED


def _rolled(
    day: date, terms: WindowTerms, holidays: HolidayNames
) -> tuple[date, tuple[RestDay, ...]]:
    return roll_over(day, holidays) if terms.rolls_over else (day, ())
