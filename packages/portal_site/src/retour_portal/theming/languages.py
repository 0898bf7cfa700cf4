"""Which language a visitor reads where the address names none."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from retour_core.brands.languages import speaks

if TYPE_CHECKING:
    from retour_core.brands.models import Brand


def offered_languages(brand: Brand) -> list[str]:
    """The codes of the languages the brand's portal speaks, in the settings' order."""
    own = own_language(brand)
    return [
        code for code, _name in settings.LANGUAGES if code == own or speaks(brand, code)
    ]


def language_for(
    request: HttpRequest,
    brand: Brand,
    wanted: str = "",
    *,
    among: Collection[str] | None = None,
) -> str:
    """The first language the browser asks for that the brand's portal speaks; else
    ``wanted``, an order's or a return's ("fr-BE", "en_GB"); else the brand's own.

    ``among`` narrows the first two. The answer varies by ``Accept-Language``.
    """
    spoken = offered_languages(brand)
    for code in (*_asked_for(request), wanted):
        found = portal_language(code)
        if found in spoken and (among is None or found in among):
            return found
    return own_language(brand)


def own_language(brand: Brand) -> str:
    """The portal's language nearest to the brand's."""
    return portal_language(brand.default_locale) or settings.LANGUAGE_CODE


def portal_language(code: str) -> str:
    """The language of ours nearest to ``code``; "" where none is near."""
    try:
        return get_supported_language_variant(code.replace("_", "-").lower())
    except LookupError:
        return ""


def _asked_for(request: HttpRequest) -> Iterator[str]:
    header = request.headers.get("Accept-Language", "")
    for code, weight in parse_accept_lang_header(header):
        # A weight of 0 says “not this one” (RFC 9110, 12.4.2).
        if code != "*" and weight > 0:
            yield code
