"""What the stores page shows: the nearest store first if a place was asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from retour_core.brands.models import Brand
from retour_core.brands.queries import stores_of_brand
from retour_core.domain.countries import country_name
from retour_core.dropoffs.queries import countries_with_points
from retour_portal.places.store_sketch import HEIGHT, PIN, WIDTH, store_sketch
from retour_portal.places.stores import ShownStore, find_place, shown_stores

# Of fewer, nobody needs to be told the nearest.
_WORTH_SORTING = 2


@dataclass(frozen=True)
class Asked:
    near: str
    country: str


def stores_page(request: HttpRequest, brand: Brand | None) -> dict[str, Any]:
    """For the template. One query; with two stores on the map or more, two; with a
    place asked for (``?near=``), three."""
    stores = stores_of_brand(brand) if brand else []
    placed = Counter(store.country for store in stores if store.coordinates)
    if placed.total() < _WORTH_SORTING:
        return _told(shown_stores(stores)) | {"sketch": None}
    countries = sorted({*placed, *countries_with_points()})
    asked = _asked(request, countries, placed.most_common(1)[0][0])
    context = _form(asked, countries)
    found = None
    if asked.near:
        found = find_place(asked.near, country=asked.country, stores=stores)
        if found is None:
            context["problems"] = [{"text": _unknown()}]
    is_measured = found is not None and found.is_measured
    near = found.place if found else None
    told = shown_stores(stores, near=near, tells_distance=is_measured)
    centre = near if is_measured else None
    sketch = store_sketch(told, country=stores[0].country, near=centre)
    context |= _told(told, is_sorted=found is not None)
    return context | {"sketch": sketch, "is_near": found is not None}


def _told(stores: list[ShownStore], *, is_sorted: bool = False) -> dict[str, Any]:
    return {
        "stores": stores,
        "groups": [("", stores)] if is_sorted else _by_country(stores),
        "sketch_width": WIDTH,
        "sketch_height": HEIGHT,
        "pin_radius": PIN,
        "label_drop": PIN + 14,
        "bar_y": HEIGHT - 18,
    }


def _by_country(stores: list[ShownStore]) -> list[tuple[str, list[ShownStore]]]:
    """Headed by the countries; a single one has no heading."""
    if len({store.country for store in stores}) < 2:
        return [("", stores)]
    return [
        (country, list(group))
        for country, group in groupby(stores, key=lambda store: store.country)
    ]


def _asked(request: HttpRequest, countries: list[str], usual: str) -> Asked:
    near = request.GET.get("near", "").replace("\x00", "").strip()[:100]
    country = request.GET.get("country", "").upper()
    return Asked(near, country if country in countries else usual)


def _form(asked: Asked, countries: list[str]) -> dict[str, Any]:
    language = get_language() or "en"
    names = [(code, country_name(code, language)) for code in countries]
    return {
        "asked": asked,
        "countries": sorted(names, key=lambda one: one[1]),
        "has_finder": True,
    }


def _unknown() -> str:
    return _("We know no place of this name there. Try a postal code near by.")
