"""ISO 3166-1 alpha-2 codes, from CLDR's list of regions."""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

# CLDR regions that ISO 3166-1 has not assigned. Kosovo (XK) is user-assigned too,
# but carriers and shops write it, so it stays in.
_NOT_ASSIGNED = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)


@cache
def country_codes() -> frozenset[str]:
    regions = (str(code) for code in Locale("en").territories)
    codes = {code for code in regions if len(code) == 2 and code.isalpha()}
    return frozenset(codes) - _NOT_ASSIGNED


def is_country(code: str) -> bool:
    """Whether ``code`` is an upper-case ISO 3166-1 alpha-2 code (or XK)."""
    return code in country_codes()


def is_locale(code: str) -> bool:
    """Whether ``code`` names a language CLDR knows ("fr", "de_AT", "de-AT")."""
    try:
        Locale.parse(code, sep="-" if "-" in code else "_")
    except (ValueError, UnknownLocaleError):
        return False
    return True


@lru_cache(maxsize=4096)
def country_name(code: str, locale: str) -> str:
    """The country's name in ``locale`` ("fr", "de_AT"); the code if unknown."""
    names = Locale.parse(locale, sep="-" if "-" in locale else "_").territories
    return str(names.get(code, code))


def countries_by_name(locale: str) -> list[tuple[str, str]]:
    """Code and name in ``locale`` of every country, by their names."""
    named = [(code, country_name(code, locale)) for code in country_codes()]
    return sorted(named, key=lambda choice: choice[1])
