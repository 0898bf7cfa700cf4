"""A brand's portal with those who write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page, Site

from retour_core.accounts.models import Role
from retour_core.brands.models import Brand
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.editorial.rights import open_portal_to_editors
from retour_portal.pages.models import ContentPage, PortalHomePage
from retour_portal.pages.operations import Portal
from tests.portal_site.theming.portals import make_portal


@dataclass(frozen=True)
class Desk:
    """``help`` is a live page of the portal; people are called ``role-of-slug``."""

    brand: Brand
    site: Site
    home: PortalHomePage
    help: ContentPage
    collection: Collection
    people: dict[Role, User]


def make_desk(slug: str) -> Desk:
    theme = make_portal(slug)
    brand = theme.brand
    assert brand is not None
    home = theme.site.root_page.specific
    help_page = home.add_child(
        instance=ContentPage(title=f"Help of {brand.name}", slug="help")
    )
    root: Any = Collection.get_first_root_node()
    collection = root.add_child(name=brand.name)
    portal = Portal(theme.site, {"en": home}, collection)
    open_portal_to_editors(brand, portal)
    people = {role: _person(brand, role) for role in Role}
    return Desk(brand, theme.site, home, help_page, collection, people)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def save_page(client: Client, page: Page, **values: Any) -> Any:
    """What the page's editor sends; ``action-submit="on"`` and the like go with it."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, data | values)


def _person(brand: Brand, role: Role) -> User:
    name = f"{role.value}-of-{brand.slug}"
    user = User.objects.create_user(name, f"{name}@example.org")
    grant_staff_role(user, brand, role)
    return user
