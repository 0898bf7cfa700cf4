"""Where a consumer lives: whose calendar and whose clocks count.

A country with several zones is narrowed down by postal code where that is simple.
Where it is not, or the code is unknown, every zone of the country stays a candidate
and the window takes the one that closes last: nobody loses an hour to our ignorance.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from retour_core.domain.postal import normalise_postal_code

UTC = ZoneInfo("UTC")

# Territories with an ISO code of their own that people write as their country.
_TERRITORIES = {
    "FR": {
        "97133": "BL",
        "97150": "MF",
        "971": "GP",
        "972": "MQ",
        "973": "GF",
        "974": "RE",
        "975": "PM",
        "976": "YT",
        "986": "WF",
        "987": "PF",
        "988": "NC",
    },
    "FI": {"22": "AX"},
    "DK": {"39": "GL"},
}
# By the beginning of the postal code; "" is the rest of the country.
_ZONES_BY_POSTAL_CODE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ES": {
        "35": ("Atlantic/Canary",),
        "38": ("Atlantic/Canary",),
        "": ("Europe/Madrid",),
    },
    "PT": {
        **dict.fromkeys(("90", "91", "92", "93", "94"), ("Atlantic/Madeira",)),
        **dict.fromkeys(("95", "96", "97", "98", "99"), ("Atlantic/Azores",)),
        "": ("Europe/Lisbon",),
    },
    "US": {
        **dict.fromkeys(("967", "968"), ("Pacific/Honolulu",)),
        **dict.fromkeys(
            ("995", "996", "997", "998", "999"),
            ("America/Anchorage", "America/Adak"),
        ),
        # Of the contiguous states the western ones are the last to end their day,
        # the eastern ones the first to begin the next.
        "": (
            "America/Los_Angeles",
            "America/Denver",
            "America/Phoenix",
            "America/Chicago",
            "America/New_York",
        ),
    },
}
# CLDR has none for these.
_ZONES_MISSING: Mapping[str, tuple[str, ...]] = {"XK": ("Europe/Belgrade",)}


@dataclass(frozen=True, slots=True)
class Place:
    """``country`` is ISO 3166-1 alpha-2 in capitals, "" if unknown; the rest may be "".

    ``subdivision`` is ISO 3166-2 without the country ("BY", "CT") and decides on
    regional holidays. ``fallback`` counts when the country tells no zone.
    """

    country: str
    postal_code: str = ""
    subdivision: str = ""
    fallback: ZoneInfo = UTC


def territory_of(place: Place) -> str:
    """The ISO code of the territory: "RE" for France with the postal code 97400."""
    prefixes = _TERRITORIES.get(place.country)
    if not prefixes or not place.postal_code:
        return place.country
    code = normalise_postal_code(place.country, place.postal_code)
    for prefix, territory in prefixes.items():
        if code.startswith(prefix):
            return territory
    return place.country


def zones_for(place: Place) -> tuple[ZoneInfo, ...]:
    """The zones the consumer may live in, at least one."""
    return _known_zones(place) or (place.fallback,)


def tells_zone(place: Place) -> bool:
    """Whether the address does, so that its fallback counts nowhere."""
    return bool(_known_zones(place))


def _known_zones(place: Place) -> tuple[ZoneInfo, ...]:
    territory = territory_of(place)
    names = _by_postal_code(territory, place.postal_code)
    return _loaded(names) if names else _all_zones(territory)


def _by_postal_code(territory: str, postal_code: str) -> tuple[str, ...]:
    prefixes = _ZONES_BY_POSTAL_CODE.get(territory)
    code = normalise_postal_code(territory, postal_code) if postal_code else ""
    if not prefixes or not code:
        return ()
    known = [prefix for prefix in prefixes if prefix and code.startswith(prefix)]
    return prefixes[known[0] if known else ""]


@cache
def _all_zones(territory: str) -> tuple[ZoneInfo, ...]:
    listed: Mapping[str, list[str]] = get_global("territory_zones")
    names = listed.get(territory) or _ZONES_MISSING.get(territory, ())
    return _loaded(tuple(names))


# ZoneInfo itself keeps eight; the United States have twenty-nine.
@cache
def _loaded(names: tuple[str, ...]) -> tuple[ZoneInfo, ...]:
    found = []
    for name in names:
        # The system's zone data may be older than CLDR's list of names.
        with suppress(ZoneInfoNotFoundError):
            found.append(ZoneInfo(name))
    return tuple(found)
