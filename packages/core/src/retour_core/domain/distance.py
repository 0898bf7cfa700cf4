"""Distances on the earth as a sphere: right to half a per cent, enough to sort by."""

from __future__ import annotations

import math
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_009
METRES_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180


@dataclass(frozen=True)
class Coordinates:
    """Degrees, WGS 84; north and east are positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Box:
    south: float
    north: float
    west: float
    east: float


def distance_m(one: Coordinates, other: Coordinates) -> float:
    """Metres by the haversine formula."""
    north_1, north_2 = math.radians(one.latitude), math.radians(other.latitude)
    half_north = (north_2 - north_1) / 2
    half_east = math.radians(other.longitude - one.longitude) / 2
    part = (
        math.sin(half_north) ** 2
        + math.cos(north_1) * math.cos(north_2) * math.sin(half_east) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, part)))


def box_around(centre: Coordinates, metres: float) -> Box:
    """Holds the whole circle; it does not wrap around the 180th meridian, where no
    country we know of has a drop-off point on both sides."""
    up = metres / METRES_PER_DEGREE
    # The widest degree of the circle is the one nearest to a pole.
    furthest = min(89.9, abs(centre.latitude) + up)
    across = up / math.cos(math.radians(furthest))
    return Box(
        south=centre.latitude - up,
        north=centre.latitude + up,
        west=centre.longitude - across,
        east=centre.longitude + across,
    )
