"""Which languages a brand speaks: on its portal, and to its customers in mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retour_core.domain.countries import is_locale

if TYPE_CHECKING:
    from retour_core.brands.models import Brand


def speaks(brand: Brand, locale: str) -> bool:
    """Whether the language of ``locale`` ("fr", "fr-BE", "fr_BE") is one the brand
    offers. Its own always is; one that named none offers all."""
    if not brand.languages:
        return True
    return base_of(locale) in {*brand.languages, base_of(brand.default_locale)}


def spoken(brand: Brand, locale: str) -> str:
    """``locale`` where it is known and the brand speaks it, else the brand's own."""
    is_good = is_locale(locale) and speaks(brand, locale)
    return locale if is_good else brand.default_locale


def base_of(locale: str) -> str:
    """The language alone: "fr" for "fr-BE"."""
    return locale.replace("_", "-").partition("-")[0].lower()
