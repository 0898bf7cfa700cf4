"""How readers of a locale write days and the time of the clock."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

# English as the rest of Europe writes it, after CLDR.
_EUROPEAN_ENGLISH = Locale("en", "150")


@lru_cache(maxsize=256)
def date_locale(locale: str) -> Locale:
    """``locale`` ("fr", "de_AT", "en-US") for Babel's dates and clocks.

    English without a country is one of the Union's 24 languages here, not that of the
    United States: the day before the month, and 24 hours. Raises what ``Locale.parse``
    raises for one CLDR does not know.
    """
    parsed = Locale.parse(locale.replace("-", "_"))
    return _EUROPEAN_ENGLISH if str(parsed) == "en" else parsed
