"""Which customs and which tax territory an address lies in.

A country code does not say it: Livigno is Italian and outside the EU's customs union,
the Canary Islands are inside it and outside its VAT area.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retour_core.domain.postal import normalise_postal_code

EU = "EU"
# Regulation (EU) 952/2013 (UCC), art. 4(1); Directive 2006/112/EC (VAT), art. 5.
EU_MEMBERS = frozenset(
    [
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"),
        *("HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI"),
        "SK",
    ]
)
# In the EU's customs territory, outside its VAT area (VAT Directive, art. 6(1)).
_EU_CUSTOMS_ONLY = frozenset({"AX", "GF", "GP", "MF", "MQ", "RE", "YT"})
# In another's customs territory: Monaco (UCC art. 4(2)(a), VAT art. 7(1)), the customs
# treaties of Liechtenstein and Switzerland (1923) and of Büsingen (1964), the Isle of
# Man (Customs and Excise Agreement 1979, one VAT area with the United Kingdom).
_ALIASES = {"MC": "FR", "LI": "CH", "IM": "GB", "PR": "US", "EL": "GR", "UK": "GB"}
_NORTHERN_IRELAND = "XI"


@dataclass(frozen=True)
class Place:
    """``country`` is ISO 3166-1 alpha-2, ``postal_code`` as somebody typed it."""

    country: str
    postal_code: str = ""


@dataclass(frozen=True)
class Territory:
    """``customs`` is "EU" or the code of a customs territory of its own, ``tax`` that
    of the area in which goods move without an import tax."""

    customs: str
    tax: str


# Parts of a country that its postal code tells apart, as the code that ISO 3166-1 has
# for them or (Ceuta, Melilla, the Canaries: WCO and CLDR) reserves.
_BY_POSTAL_CODE: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (country, re.compile(pattern), part)
    for country, pattern, part in (
        # UCC art. 4(1): Germany without Heligoland and Büsingen; VAT art. 6(2)(a)(b).
        ("DE", "27498", "DE-HELGOLAND"),
        ("DE", "78266", "CH"),
        ("CH", "8238", "CH"),
        # Italy without Livigno; Campione is inside since 2020, for customs alone
        # (Regulation (EU) 2019/474, Directive (EU) 2019/475).
        ("IT", "23041", "IT-LIVIGNO"),
        ("IT", "22061", "IT-CAMPIONE"),
        ("CH", "6911", "IT-CAMPIONE"),
        # Spain without Ceuta and Melilla; the Canaries are inside for customs alone.
        ("ES", "51[0-9]{3}", "EA-CEUTA"),
        ("ES", "52[0-9]{3}", "EA-MELILLA"),
        ("ES", "3[58][0-9]{3}", "IC"),
        # Mount Athos: VAT art. 6(1)(a).
        ("GR", "6308[67]", "GR-ATHOS"),
        ("FI", "(AX)?22[0-9]{3}", "AX"),
        ("FR", "971[0-9]{2}", "GP"),
        ("FR", "972[0-9]{2}", "MQ"),
        ("FR", "973[0-9]{2}", "GF"),
        ("FR", "974[0-9]{2}", "RE"),
        ("FR", "975[0-9]{2}", "PM"),
        ("FR", "976[0-9]{2}", "YT"),
        ("FR", "977[0-9]{2}", "BL"),
        ("FR", "978[0-9]{2}", "MF"),
        ("FR", "986[0-9]{2}", "WF"),
        ("FR", "987[0-9]{2}", "PF"),
        ("FR", "988[0-9]{2}", "NC"),
        # One code of Guadeloupe's series for each of two islands that left it.
        ("GP", "97133", "BL"),
        ("GP", "97150", "MF"),
        ("DK", "39[0-9]{2}", "GL"),
        ("NO", "(917[0-9]|8099)", "SJ"),
        # Windsor Framework, art. 5 and 8: EU customs and VAT rules for goods.
        ("GB", "BT[0-9].*", _NORTHERN_IRELAND),
        ("GB", "JE[0-9].*", "JE"),
        ("GB", "GY[0-9].*", "GG"),
        ("GB", "IM[0-9].*", "GB"),
        # United States customs territory: 50 states, DC, Puerto Rico (HTSUS, note 2).
        ("US", "008[0-9]{2}.*", "VI"),
        ("US", "969(1|2|3)[0-9].*", "GU"),
        ("US", "9695[0-2].*", "MP"),
        ("US", "96799.*", "AS"),
    )
)


def territory_of(place: Place) -> Territory:
    """An unknown country is a territory of its own."""
    part = _part_of(place)
    if part in EU_MEMBERS or part == _NORTHERN_IRELAND:
        return Territory(EU, EU)
    if part in _EU_CUSTOMS_ONLY or part in {"IC", "IT-CAMPIONE", "GR-ATHOS"}:
        return Territory(EU, part)
    return Territory(part, part)


def is_northern_ireland(place: Place) -> bool:
    return _part_of(place) == _NORTHERN_IRELAND


def _part_of(place: Place) -> str:
    country = place.country.strip().upper()
    country = _ALIASES.get(country, country)
    code = normalise_postal_code(country, place.postal_code)
    for of, pattern, part in _BY_POSTAL_CODE:
        if of == country and pattern.fullmatch(code):
            return part
    return country
