"""The middle of each postal area and town, from the drop-off points themselves.

No outside geocoder and no foreign list: where a carrier has points, a customer finds
their way to them by postal code. A code that no point has is found by its longest known
beginning of two letters or more.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from retour_core.domain.postal import normalise_postal_code
from retour_core.dropoffs.models import Area, DropOffPoint

_BATCH = 1000
_LEAST = 2
_LONGEST = 12


def place_keys(country: str, text: str) -> list[str]:
    """The keys that ``text`` may be found by, the most exact one first."""
    code = normalise_postal_code(country, text)[:_LONGEST]
    codes = [code[:length] for length in range(len(code), _LEAST - 1, -1)]
    if not any(letter.isdigit() for letter in text):
        codes = []  # a town: its first letters are no postal area
    return [_town_key(text), *codes]


def _town_key(city: str) -> str:
    """The same for “München”, “MUNCHEN” and “munchen”; never like a postal code."""
    plain = unicodedata.normalize("NFKD", city.casefold())
    letters = "".join(letter for letter in plain if letter.isalnum())
    return f"={letters}"[:80]


def draw_areas(countries: Iterable[str]) -> None:
    """Reckon the areas of these countries anew; call in the points' transaction."""
    for country in sorted(countries):
        _draw(country)


def _draw(country: str) -> None:
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0])
    points = DropOffPoint.objects.filter(country=country).values_list(
        "postal_code", "city", "latitude", "longitude"
    )
    for postal_code, city, latitude, longitude in points.iterator(chunk_size=5000):
        for key in _keys_of(country, postal_code, city):
            total = sums[key]
            total[0] += latitude
            total[1] += longitude
            total[2] += 1
    rows = [_area(country, key, sums[key]) for key in sorted(sums)]
    known = dict(Area.objects.filter(country=country).values_list("key", "pk"))
    Area.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["country", "key"],
        update_fields=["latitude", "longitude", "points"],
    )
    gone = [pk for key, pk in known.items() if key not in sums]
    for start in range(0, len(gone), _BATCH):
        Area.objects.filter(pk__in=gone[start : start + _BATCH]).delete()


def _keys_of(country: str, postal_code: str, city: str) -> Iterator[str]:
    code = normalise_postal_code(country, postal_code)[:_LONGEST]
    for length in range(_LEAST, len(code) + 1):
        yield code[:length]
    yield _town_key(city)


def _area(country: str, key: str, total: list[float]) -> Area:
    count = total[2]
    return Area(
        country=country,
        key=key,
        latitude=total[0] / count,
        longitude=total[1] / count,
        points=int(count),
    )
