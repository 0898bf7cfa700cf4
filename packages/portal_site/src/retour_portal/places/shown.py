"""A drop-off point as the page tells it, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import get_day_names
from babel.units import format_unit
from django.utils.translation import get_language

from retour_core.brands.hours import hours_text
from retour_core.dropoffs.models import PointKind, PointService, Wheelchair
from retour_core.dropoffs.queries import NearPoint
from retour_portal.pages.reaching import map_address

_METRES_PER_MILE = 1609.344
# Where road signs count miles.
_MILES = frozenset({"GB", "US", "LR", "MM"})


@dataclass(frozen=True)
class DayHours:
    name: str
    hours: str
    is_today: bool


@dataclass(frozen=True)
class ShownPlace:
    """``number`` is the place's mark on the sketch; ``map_url`` opens the reader's own
    map (RFC 5870); ``is_open`` is ``None`` where hours are not known."""

    number: int
    name: str
    kind: str
    address: str
    distance: str
    is_open: bool | None
    today: str
    week: list[DayHours]
    wheelchair: str
    services: list[str]
    map_url: str


def shown_places(found: Sequence[NearPoint]) -> list[ShownPlace]:
    return [_shown(near, number) for number, near in enumerate(found, start=1)]


def _shown(near: NearPoint, number: int) -> ShownPlace:
    point = near.point
    town = f"{point.postal_code} {point.city}".strip()
    address = ", ".join(part for part in (point.street, town) if part)
    week = _week(near)
    return ShownPlace(
        number=number,
        name=point.name,
        kind=str(PointKind(point.kind).label),
        address=address,
        distance=distance_text(near.distance_m, point.country),
        is_open=near.is_open,
        today=next((day.hours for day in week if day.is_today), ""),
        week=week,
        wheelchair=str(Wheelchair(point.wheelchair).label) if point.wheelchair else "",
        services=[str(PointService(service).label) for service in point.services],
        map_url=map_address(
            f"{point.name}, {address}",
            latitude=point.latitude,
            longitude=point.longitude,
        ),
    )


def distance_text(metres: float, country: str) -> str:
    """As road signs of the country count, in the reader's numerals: “1.9 km”."""
    locale = _locale()
    if country in _MILES:
        miles = round(max(metres / _METRES_PER_MILE, 0.1), 1)
        return format_unit(miles, "mile", "short", locale=locale)
    if metres < 1000:
        rounded = max(10, round(metres / 10) * 10)
        return format_unit(rounded, "meter", "short", locale=locale)
    kilometres = metres / 1000
    told = round(kilometres, 1) if kilometres < 10 else round(kilometres)
    return format_unit(told, "kilometer", "short", locale=locale)


def _week(near: NearPoint) -> list[DayHours]:
    week = near.point.week
    if week is None:
        return []
    names = get_day_names("wide", context="stand-alone", locale=_locale())
    today = near.local_time.weekday()
    return [
        DayHours(names[day].capitalize(), hours_text(spans, _locale()), day == today)
        for day, spans in enumerate(week)
    ]


def _locale() -> str:
    return (get_language() or "en").replace("-", "_")
