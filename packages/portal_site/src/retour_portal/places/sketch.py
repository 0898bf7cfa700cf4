"""A sketch of where places lie around a centre, drawn by ourselves: no outside map is
asked. It complements the list and is hidden from screen readers, which read that."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from retour_core.domain.distance import METRES_PER_DEGREE, Coordinates
from retour_core.dropoffs.queries import NearPoint
from retour_portal.places.shown import distance_text

SIZE = 320
_MIDDLE = SIZE / 2
_REACH = 138
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Mark:
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Ring:
    radius: float
    label: str
    label_y: float


@dataclass(frozen=True)
class Sketch:
    """In units of a square of ``SIZE``; north is up."""

    marks: list[Mark]
    rings: list[Ring]


def sketch(centre: Coordinates, found: Sequence[NearPoint]) -> Sketch | None:
    """``None`` for no places; marks are numbered as in the list."""
    if not found:
        return None
    outer = _round_up(max(near.distance_m for near in found))
    scale = _REACH / outer
    marks = [
        _mark(number, centre, near.point.coordinates, scale)
        for number, near in enumerate(found, start=1)
    ]
    country = found[0].point.country
    rings = [
        Ring(radius, distance_text(metres, country), _MIDDLE - radius + 4)
        for metres, radius in ((outer, _REACH), (outer / 2, _REACH / 2))
    ]
    # The nearest last, so that its mark lies above the others.
    return Sketch(marks[::-1], rings)


def _mark(number: int, centre: Coordinates, place: Coordinates, scale: float) -> Mark:
    shrink = math.cos(math.radians(centre.latitude))
    east = (place.longitude - centre.longitude) * METRES_PER_DEGREE * shrink
    north = (place.latitude - centre.latitude) * METRES_PER_DEGREE
    return Mark(
        number, round(_MIDDLE + east * scale, 1), round(_MIDDLE - north * scale, 1)
    )


def _round_up(metres: float) -> int:
    """The next of 200 m, 500 m, 1 km, 2 km, 5 km …"""
    power = 100
    while True:
        for step in _STEPS:
            if metres <= step * power and step * power >= 200:
                return step * power
        power *= 10
