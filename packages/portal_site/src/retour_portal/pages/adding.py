"""A content page with a text of ours, placed below a home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.utils import timezone

from retour_portal.pages.models import (
    ContactPage,
    ContentPage,
    HelpPage,
    PortalHomePage,
    StoresPage,
    TextPage,
)
from retour_portal.pages.texts import PageKind

if TYPE_CHECKING:
    from retour_portal.pages.texts import PageText

_PAGE_TYPES: dict[PageKind, type[TextPage]] = {
    PageKind.CONTENT: ContentPage,
    PageKind.HELP: HelpPage,
    PageKind.STORES: StoresPage,
    PageKind.CONTACT: ContactPage,
}


def page_key(home: PortalHomePage, name: str) -> UUID:
    """What a portal's page of that name has as translation key, in all languages.

    It is reckoned, so that the page is known again whatever its title has become.
    """
    return uuid5(home.translation_key, name)


def add_page(
    home: PortalHomePage, text: PageText, *, key: UUID, live: bool
) -> TextPage:
    """The last page below ``home``, in its language. Hold ``lock_tree()`` before."""
    page = _PAGE_TYPES[text.kind](
        title=text.title,
        slug=text.slug,
        locale=home.locale,
        translation_key=key,
        introduction=text.introduction,
        show_in_menus=text.in_header,
        search_description=text.introduction,
        body=text.body,
        **_own_fields(text),
        **page_state(live=live),
    )
    home.add_child(instance=page)
    return page


def _own_fields(text: PageText) -> dict[str, Any]:
    if text.kind is PageKind.CONTACT:
        return {"support_hours": text.support_hours}
    return {}


def page_state(*, live: bool) -> dict[str, Any]:
    if not live:
        return {"live": False, "has_unpublished_changes": True}
    now = timezone.now()
    return {"live": True, "first_published_at": now, "last_published_at": now}
