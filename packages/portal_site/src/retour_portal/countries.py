"""Countries to choose from, as people call them."""

from __future__ import annotations

from django.utils.translation import get_language

from retour_core.domain.countries import countries_by_name


def country_choices() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    return countries_by_name(get_language() or "en")
