"""Countries as their answers name them."""

from __future__ import annotations

from functools import cache

from babel.core import get_global

from retour_core.domain.countries import country_name

# Codes of countries that are no more, which CLDR maps to those that followed; and
# XK, which CLDR writes as nobody else does.
_GONE = {"BUR", "DDR", "FXX", "TMP", "XKK", "YMD", "ZAR"}


def country_out(code: str) -> dict[str, str]:
    return {
        "iso_2": code,
        "iso_3": _alpha_3().get(code, ""),
        "name": country_name(code, "en"),
    }


@cache
def _alpha_3() -> dict[str, str]:
    """ISO 3166-1 alpha-3 by alpha-2."""
    aliases = get_global("territory_aliases")
    found = {
        targets[0]: code
        for code, targets in aliases.items()
        if len(code) == 3 and code.isalpha() and len(targets) == 1
        if code not in _GONE
    }
    return {**found, "XK": "XKX"}
