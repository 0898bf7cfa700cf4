"""A brand's portal with nothing on it: a site, an empty home page, a theme."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale, Page, Site

from retour_portal.pages.models import PortalHomePage
from retour_portal.theming.models import Theme
from retour_portal.theming.versions import put_draft_on
from tests.factories import make_brand

# The fields of a theme's form that are rows of links.
LINK_ROWS = ("header_links", "footer_links", "language_addresses")


def make_portal(slug: str, **look: Any) -> Theme:
    english, _ = Locale.objects.get_or_create(language_code="en")
    # A test with transactions of its own leaves a database without the root page.
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=english)
    )
    home = root.add_child(
        instance=PortalHomePage(title=f"{slug} returns", slug=slug, locale=english)
    )
    site = Site.objects.create(hostname=f"{slug}.localhost", root_page=home)
    return Theme.objects.create(site=site, brand=make_brand(slug), **look)


def drafted(theme: Theme) -> Theme:
    """As an editor sees it: in its draft, else as it is live."""
    shown = Theme.objects.get(pk=theme.pk)
    put_draft_on(shown)
    return shown
