"""Countries to choose from, as people call them."""

from __future__ import annotations

from django.utils.translation import get_language

from retour_core.domain.countries import country_codes, country_name


def country_choices() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    locale = get_language() or "en"
    named = [(code, country_name(code, locale)) for code in country_codes()]
    return sorted(named, key=lambda choice: choice[1])
