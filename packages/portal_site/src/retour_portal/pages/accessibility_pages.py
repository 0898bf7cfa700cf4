"""An accessibility statement for portals that were opened before there was one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import translation

from retour_core.brands.models import Brand
from retour_portal.page_cache.operations import empty_page
from retour_portal.pages.accessibility_text import accessibility_statement
from retour_portal.pages.adding import add_page, page_key
from retour_portal.pages.models import PortalHomePage
from retour_portal.pages.operations import lock_tree
from retour_portal.theming.models import Theme

if TYPE_CHECKING:
    from retour_portal.pages.texts import PageText


def add_missing_statements() -> int:
    """Give each portal a statement in each of its languages; how many were added.

    A page that is there, published or not, under whatever title, is left alone; one
    that was deleted comes back, for a shop owes it (Directive (EU) 2019/882, annex V).
    It is live where its home page is, and so linked in the footer.
    """
    themes = Theme.objects.select_related("brand", "site__root_page")
    return sum(
        _add_missing(theme.brand, theme.site.root_page.translation_key)
        for theme in themes.order_by("pk")
    )


@transaction.atomic
def _add_missing(brand: Brand, home_key: UUID) -> int:
    lock_tree()
    homes = PortalHomePage.objects.filter(translation_key=home_key)
    texts = {
        home: _statement(brand, home.locale.language_code)
        for home in homes.select_related("locale").order_by("path")
    }
    key = _key_in_use(texts)
    added = 0
    for home, text in texts.items():
        children = home.get_children()
        there = children.filter(translation_key=key) | children.filter(slug=text.slug)
        if there.exists():
            continue
        page = add_page(home, text, key=key, live=home.live)
        # Wagtail announces no publishing of a page that is born live.
        empty_page(page)
        added += 1
    return added


def _key_in_use(texts: dict[PortalHomePage, PageText]) -> UUID:
    """A statement of before keys were reckoned is known by its slug."""
    for home, text in texts.items():
        old = home.get_children().filter(slug=text.slug).first()
        if old is not None:
            found: UUID = old.translation_key
            return found
    # Without a home page there is nothing to add, whatever the key.
    return page_key(next(iter(texts)), "accessibility") if texts else UUID(int=0)


def _statement(brand: Brand, language: str) -> PageText:
    with translation.override(language):
        return accessibility_statement(brand.name, brand.support_email)
