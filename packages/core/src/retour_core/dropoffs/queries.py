"""Finding a place by what people type, and the drop-off points around it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Length

from retour_core.domain.distance import Coordinates, box_around, distance_m
from retour_core.domain.opening_hours import is_open
from retour_core.domain.windows import Place, zones_for
from retour_core.dropoffs.areas import place_keys
from retour_core.dropoffs.models import Area, DropOffPoint

# Most places are answered by the first; nobody drives further than the last.
NEAR_M, AROUND_M, FAR_M = 10_000, 50_000, 200_000
MOST_POINTS = 50
# With so many near by, nobody needs to hear of those in the next town.
_ENOUGH = 3


@dataclass(frozen=True)
class NearPoint:
    """``is_open`` is ``None`` where the hours are not known."""

    point: DropOffPoint
    distance_m: int
    local_time: datetime
    is_open: bool | None


def locate(text: str, *, country: str) -> Coordinates | None:
    """The middle of the postal area or town that ``text`` names; one query."""
    keys = place_keys(country, text[:100])
    found = (
        Area.objects.filter(country=country, key__in=keys)
        # A town's key comes with "=" and is as exact as the whole code.
        .order_by(Length("key").desc(), "key")
        .values_list("latitude", "longitude")
        .first()
    )
    return Coordinates(*found) if found else None


def nearest(
    centre: Coordinates,
    *,
    country: str,
    now: datetime,
    limit: int = 10,
    carriers: Sequence[str] = (),
) -> list[NearPoint]:
    """The points of the country, the nearest first: those within 10 km, or, if there
    are fewer than three, within 50 or 200 km. One or two queries. ``carriers`` are
    codes; none mean all of them.
    """
    enough = min(limit, _ENOUGH)
    found = _within(NEAR_M, centre, country, now, limit, carriers)
    if len(found) >= enough:
        return found
    found = _within(FAR_M, centre, country, now, limit, carriers)
    around = [near for near in found if near.distance_m <= AROUND_M]
    return around if len(around) >= enough else found


def _within(
    radius: int,
    centre: Coordinates,
    country: str,
    now: datetime,
    limit: int,
    carriers: Sequence[str],
) -> list[NearPoint]:
    box = box_around(centre, radius)
    points = DropOffPoint.objects.filter(
        country=country,
        latitude__range=(box.south, box.north),
        longitude__range=(box.west, box.east),
    ).valid_on(now.date())
    if carriers:
        points = points.filter(carrier__in=carriers)
    # On so small a patch the earth is flat enough to pick by; the order within what is
    # picked is the sphere's.
    flat = _flat_distance(centre)
    near = points.alias(flat=flat).order_by("flat", "pk")[: limit + limit // 2 + 2]
    measured = [
        (distance_m(centre, point.coordinates), point.pk, point) for point in near
    ]
    measured = sorted(row for row in measured if row[0] <= radius)
    return [_near(point, metres, now) for metres, _pk, point in measured[:limit]]


def _flat_distance(centre: Coordinates) -> CombinedExpression:
    """Squared, in degrees of latitude."""
    shrink = math.cos(math.radians(centre.latitude)) ** 2
    up = F("latitude") - centre.latitude
    across = F("longitude") - centre.longitude
    return up * up + across * across * shrink


def _near(point: DropOffPoint, metres: float, now: datetime) -> NearPoint:
    # Of several zones the first: hours are told for the place, and few differ.
    zone = zones_for(Place(point.country, point.postal_code))[0]
    local = now.astimezone(zone)
    week = point.week
    opened = None if week is None else is_open(week, local)
    return NearPoint(point, round(metres), local, opened)


def countries_with_points() -> list[str]:
    """ISO codes, sorted; one query."""
    found = Area.objects.order_by("country").values_list("country", flat=True)
    return list(found.distinct())
