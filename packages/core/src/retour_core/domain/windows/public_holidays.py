"""Public holidays by country and region, from the ``holidays`` library (MIT).

The only module that imports it: the library is a dependency of the server, not of
the domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial

import holidays

from retour_core.domain.windows.places import Place, territory_of
from retour_core.domain.windows.rollover import HolidayNames, no_holidays


def holidays_in(place: Place) -> HolidayNames:
    """The public holidays of a consumer's country, with those of the region if known.

    Names are in the country's first language. A country the library does not know has
    none, which leaves the weekends; an unknown region has the country's own.
    """
    territory = territory_of(place)
    regions = _regions().get(territory)
    if regions is None:
        return no_holidays
    region = place.subdivision if place.subdivision in regions else ""
    return partial(_name, territory, region)


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, list[str]]:
    return holidays.list_supported_countries(include_aliases=False)


def _name(country: str, region: str, day: date) -> str | None:
    return _year(country, region, day.year).get(day)


# A plain mapping per year: the library's own objects fill themselves while they are
# read, which threads must not share.
@lru_cache(maxsize=1024)
def _year(country: str, region: str, year: int) -> Mapping[date, str]:
    found = holidays.country_holidays(
        country,
        subdiv=region or None,
        years=year,
        expand=False,
        language=_language(country),
    )
    return {day: str(found.get(day)) for day in found}


@lru_cache(maxsize=256)
def _language(country: str) -> str | None:
    # Without it, the names follow the process's LANG.
    language: str | None = holidays.country_holidays(country).default_language
    return language
