from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from retour_portal.consent.choice import analytics_of
from retour_portal.flow.withdrawal.words import entry_label
from retour_portal.theming.css import versioned_url
from retour_portal.theming.links import (
    alternates,
    home_url,
    language_links,
    navigation,
    page_address,
)
from retour_portal.theming.own_links import OwnLinks
from retour_portal.theming.social import social_picture


def brand(request: HttpRequest) -> dict[str, Any]:
    """What every portal template may use; empty where the host has no brand.

    ``languages``, ``navigation`` and ``social_picture`` ask the database when a
    template uses them.
    """
    theme = getattr(request, "theme", None)
    if theme is None:
        return {"brand": None, "theme": None, "brand_css_url": "", "languages": []}
    preview_css = getattr(request, "brand_css_url", "")
    return {
        "brand": theme.brand,
        "theme": theme,
        "own_links": OwnLinks(theme),
        "brand_css_url": preview_css or versioned_url(theme.css),
        "has_choices": analytics_of(theme.brand) is not None,
        "home_url": home_url(),
        "withdrawal_label": entry_label(),
        "page_address": page_address(request),
        "alternates": SimpleLazyObject(lambda: alternates(request)),
        "social_picture": SimpleLazyObject(lambda: social_picture(request)),
        "languages": SimpleLazyObject(lambda: language_links(request)),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
    }
