"""A brand's portal with nothing on it: a site, an empty home page, a theme."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale, Page, Site

from retour_portal.pages.models import PortalHomePage
from retour_portal.theming.models import Theme
from tests.factories import make_brand


def make_portal(slug: str, **look: Any) -> Theme:
    home = Page.get_first_root_node().add_child(
        instance=PortalHomePage(
            title=f"{slug} returns",
            slug=slug,
            locale=Locale.objects.get(language_code="en"),
        )
    )
    site = Site.objects.create(hostname=f"{slug}.localhost", root_page=home)
    return Theme.objects.create(site=site, brand=make_brand(slug), **look)
