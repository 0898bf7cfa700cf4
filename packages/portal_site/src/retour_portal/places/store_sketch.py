"""A sketch of where a brand's stores lie, drawn by ourselves: no outside map is asked.

Each pin leads to its store in the list. Pins that would cover each other stand beside
their place, tied to it by a line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from retour_core.domain.distance import METRES_PER_DEGREE, Coordinates
from retour_portal.places.shown import distance_text
from retour_portal.places.stores import ShownStore

WIDTH, HEIGHT = 320, 300
PIN = 14
# Between the middles of two pins: both whole, with a gap.
APART = 2 * PIN + 3
# So many find a free spot whatever the places are.
MOST_PINS = 24
_EDGE = 34
_GRID = 4
_LEAST_METRES = 600
_LETTER = 6.6

Point = tuple[float, float]


@dataclass(frozen=True)
class Pin:
    """In units of the sketch; ``at`` is the place itself, ``is_moved`` if the pin does
    not stand on it. ``town`` is empty where a name would cover something."""

    store: ShownStore
    x: float
    y: float
    at_x: float
    at_y: float
    is_moved: bool
    town: str


@dataclass(frozen=True)
class StoreSketch:
    """``bar`` is the length of the scale, ``bar_label`` says how far that is; north is
    up. ``centre`` is what distances are counted from."""

    pins: list[Pin]
    bar: float
    bar_label: str
    centre: Point | None


def store_sketch(
    stores: Sequence[ShownStore], *, country: str, near: Coordinates | None = None
) -> StoreSketch | None:
    """``None`` for fewer than two places, where there is nothing to compare, and for
    more than can be told apart. ``country`` counts the miles of the scale, if it does.
    """
    placed = [(store, store.coordinates) for store in stores if store.coordinates]
    if not 2 <= len(placed) <= MOST_PINS:
        return None
    every = [place for _store, place in placed] + ([near] if near else [])
    points, scale = _flattened(every)
    spots = spread(points[: len(placed)])
    metres = _round_down(WIDTH / 3 / scale)
    pins = [
        Pin(store, *spot, *point, is_moved=spot != point, town="")
        for (store, _place), spot, point in zip(placed, spots, points, strict=False)
    ]
    return StoreSketch(
        pins=_named(pins),
        bar=round(metres * scale, 1),
        bar_label=distance_text(metres, country),
        centre=points[-1] if near else None,
    )


def spread(points: Sequence[Point]) -> list[Point]:
    """Where the pins stand: each on its point, or, if another stands there, on the
    nearest free spot of the frame."""
    spots: list[Point] = []
    for point in points:
        if _is_free(point, spots):
            spots.append(point)
            continue
        free = [spot for spot in _grid() if _is_free(spot, spots)]
        spots.append(min(free, key=lambda spot: (math.dist(spot, point), spot)))
    return spots


def _is_free(spot: Point, taken: Iterable[Point]) -> bool:
    return all(math.dist(spot, other) >= APART for other in taken)


def _grid() -> Iterable[Point]:
    for x in range(PIN + 1, WIDTH - PIN, _GRID):
        for y in range(PIN + 1, HEIGHT - _EDGE, _GRID):
            yield float(x), float(y)


def _flattened(places: Sequence[Coordinates]) -> tuple[list[Point], float]:
    """Points of the sketch, and how many units a metre is."""
    first = places[0]
    shrink = math.cos(math.radians(first.latitude))
    # Across the 180th meridian the short way round.
    easts = [(place.longitude - first.longitude + 180) % 360 - 180 for place in places]
    flat = [
        (east * METRES_PER_DEGREE * shrink, place.latitude * METRES_PER_DEGREE)
        for east, place in zip(easts, places, strict=True)
    ]
    xs, ys = [x for x, _y in flat], [y for _x, y in flat]
    wide = max(max(xs) - min(xs), _LEAST_METRES)
    high = max(max(ys) - min(ys), _LEAST_METRES)
    # Below the places the scale has its room.
    scale = min((WIDTH - 2 * _EDGE) / wide, (HEIGHT - 3 * _EDGE) / high)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    points = [
        (
            round(WIDTH / 2 + (x - middle_x) * scale, 1),
            round((HEIGHT - _EDGE) / 2 - (y - middle_y) * scale, 1),
        )
        for x, y in flat
    ]
    return points, scale


def _named(pins: Sequence[Pin]) -> list[Pin]:
    """With the name of each town once, below the first pin where it covers nothing."""
    told: set[str] = set()
    names: list[Point] = []
    named = []
    for pin in pins:
        town = pin.store.town
        half = len(town) * _LETTER / 2
        spot = (pin.x, pin.y + PIN + 12)
        fits = (
            town not in told
            and half <= spot[0] <= WIDTH - half
            and all(
                abs(other.y - spot[1]) > PIN + 8 or abs(other.x - spot[0]) > PIN + half
                for other in pins
                if other is not pin
            )
            and all(
                abs(y - spot[1]) > 14 or abs(x - spot[0]) > 2 * half for x, y in names
            )
        )
        if fits:
            told.add(town)
            names.append(spot)
        named.append(replace(pin, town=town if fits else ""))
    return named


def _round_down(metres: float) -> float:
    """The next below of 1, 2 or 5 with noughts behind."""
    power = 10.0 ** math.floor(math.log10(metres))
    return max(step for step in (1, 2, 5) if step * power <= metres) * power
