"""A brand's stores as its pages tell them, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from retour_core.brands.hours import HoursRow, hours_rows
from retour_core.brands.models import Brand, ReturnAddress
from retour_core.brands.queries import stores_of_brand
from retour_core.domain.countries import country_name
from retour_core.domain.distance import Coordinates, distance_m
from retour_core.domain.windows import Place, zones_for
from retour_core.dropoffs.areas import place_keys
from retour_core.dropoffs.queries import locate
from retour_portal.pages.reaching import (
    ShownPhone,
    map_address,
    read_lines,
    shown_phone,
)
from retour_portal.places.shown import distance_text


@dataclass(frozen=True)
class ShownStore:
    """``number`` is its mark on the sketch; ``zone`` the clock its hours are told by
    (IANA). ``map_url`` opens the reader's own map, by the address where the place is
    not known."""

    number: int
    name: str
    lines: list[str]
    town: str
    country: str
    phone: ShownPhone | None
    email: str
    hours: list[HoursRow]
    zone: str
    coordinates: Coordinates | None
    distance: str
    map_url: str


def stores_of(brand: Brand) -> list[ShownStore]:
    """The brand's return addresses that are stores, by country and town; one query."""
    return shown_stores(stores_of_brand(brand))


def shown_stores(
    stores: Iterable[ReturnAddress],
    *,
    near: Coordinates | None = None,
    tells_distance: bool = True,
) -> list[ShownStore]:
    """Numbered from one in the order they are told in: the nearest to ``near`` first,
    those nobody placed on the map last."""
    measured = [(store, _metres(store, near)) for store in stores]
    if near is not None:
        measured.sort(key=lambda one: (one[1] is None, one[1] or 0))
    return [
        _shown(store, number, metres if tells_distance else None)
        for number, (store, metres) in enumerate(measured, start=1)
    ]


@dataclass(frozen=True)
class FoundPlace:
    """``is_measured`` if distances from it can be told: a place that only the stores
    themselves give away is where one of them is."""

    place: Coordinates
    is_measured: bool


def find_place(
    text: str, *, country: str, stores: Sequence[ReturnAddress]
) -> FoundPlace | None:
    """The middle of the postal area or town that ``text`` names, by the drop-off
    points known, else by the stores themselves; one query."""
    known = locate(text, country=country)
    if known:
        return FoundPlace(known, is_measured=True)
    guessed = _among(stores, text[:100], country)
    return FoundPlace(guessed, is_measured=False) if guessed else None


def _among(
    stores: Sequence[ReturnAddress], text: str, country: str
) -> Coordinates | None:
    placed = [
        (set(place_keys(country, name)), store.coordinates)
        for store in stores
        if store.country == country and store.coordinates
        for name in (store.postal_code, store.city)
        if name
    ]
    for key in place_keys(country, text):
        found = [place for keys, place in placed if key in keys]
        if found:
            return Coordinates(
                sum(place.latitude for place in found) / len(found),
                sum(place.longitude for place in found) / len(found),
            )
    return None


def _metres(store: ReturnAddress, near: Coordinates | None) -> float | None:
    place = store.coordinates
    return distance_m(near, place) if near and place else None


def _shown(address: ReturnAddress, number: int, metres: float | None) -> ShownStore:
    lines = read_lines(address)
    language = get_language() or "en"
    zone = zones_for(Place(address.country, address.postal_code))[0]
    return ShownStore(
        number=number,
        name=address.label,
        lines=lines,
        town=address.city,
        country=country_name(address.country, language),
        phone=shown_phone(address.phone, address.country),
        email=address.email,
        hours=hours_rows(address.week, language),
        zone=str(zone),
        coordinates=address.coordinates,
        distance="" if metres is None else distance_text(metres, address.country),
        map_url=_map_url(address, lines),
    )


def _map_url(address: ReturnAddress, lines: Sequence[str]) -> str:
    place = address.coordinates
    return map_address(
        " ".join([address.label, *lines]),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )
