"""Opening a brand's portal: its site, pages, pictures and look, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site

from retour_core.domain.errors import DomainError
from retour_portal.domains.queries import held
from retour_portal.pages.adding import add_page, page_key, page_state
from retour_portal.pages.models import PortalHomePage
from retour_portal.pages.queries import pages_of
from retour_portal.theming.fonts import Corners, Font, Spacing
from retour_portal.theming.models import Theme

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.core.files import File

    from retour_core.brands.models import Brand
    from retour_portal.pages.portal_address import PortalAddress
    from retour_portal.pages.texts import PortalText


class PortalHostTaken(DomainError):
    """Another portal has this host name already; choose a different one."""

    code = "portal_host_taken"


@dataclass(frozen=True)
class Look:
    """``logo``, ``favicon`` and ``hero`` are image files; ``hero`` opens the page."""

    primary_colour: str
    accent_colour: str
    logo: File[bytes] | None = None
    favicon: File[bytes] | None = None
    hero: File[bytes] | None = None
    font: str = Font.SYSTEM
    corners: str = Corners.SOFT
    spacing: str = Spacing.NORMAL
    header_colour: str = "#ffffff"
    footer_colour: str = ""
    tagline: str = ""


@dataclass(frozen=True)
class Portal:
    """``homes`` are the home pages by language; ``collection`` holds the pictures."""

    site: Site
    homes: dict[str, PortalHomePage]
    collection: Collection


@transaction.atomic
def open_portal(
    brand: Brand,
    address: PortalAddress,
    *,
    look: Look,
    texts: Mapping[str, PortalText],
    live: bool,
) -> Portal:
    """The brand's site with a page tree for each language of ``texts``.

    The brand's default language comes first: its home page is the site's root. Where
    ``live`` is false nobody but editors sees the pages until ``switch_on``. The look
    is copied to the brand. Raises ``PortalHostTaken``.
    """
    lock_tree()
    if site_at(address) is not None or held().filter(host=address.host).exists():
        raise PortalHostTaken
    collection = Collection.get_first_root_node().add_child(name=brand.name)
    pictures = _pictures(brand, look, collection)
    hero = pictures.pop("hero")
    homes = _pages(brand, texts, hero.pk if hero else None, live=live)
    site = Site.objects.create(
        hostname=address.host,
        port=address.port,
        site_name=brand.name,
        root_page=homes[brand.default_locale],
    )
    _dress(site, brand, look, pictures)
    brand.refresh_from_db()
    return Portal(site, homes, collection)


@transaction.atomic
def switch_on(brand: Brand, *, user: User) -> bool:
    """Publish the portal's pages; ``False`` if its home page was live before.

    A page that an editor unpublished once stays as it is, unless it is a home page.
    """
    lock_tree()
    if is_on(brand):
        return False
    for page in pages_of(brand):
        if page.live or (page.depth > 2 and page.last_published_at):
            continue
        page.specific.save_revision(user=user).publish(user=user)
    return True


def is_on(brand: Brand) -> bool:
    """Whether the root page of the brand's site is live; one query."""
    open_sites = Theme.objects.filter(brand=brand, site__root_page__live=True)
    return bool(open_sites.exists())


def site_at(address: PortalAddress) -> Site | None:
    """The site of that host name, whatever its port: a port tells nobody a brand."""
    return Site.objects.filter(hostname__iexact=address.host).first()


def lock_tree() -> None:
    """Hold back others who add pages: the tree numbers its pages by counting them."""
    roots = Page.objects.filter(depth=1).order_by("path")
    list(roots.select_for_update(of=("self",)).values_list("pk"))


def _dress(site: Site, brand: Brand, look: Look, pictures: dict[str, Any]) -> None:
    Theme.objects.create(
        site=site,
        brand=brand,
        primary_colour=look.primary_colour,
        accent_colour=look.accent_colour,
        font=look.font,
        corners=look.corners,
        spacing=look.spacing,
        header_colour=look.header_colour,
        footer_colour=look.footer_colour,
        tagline=look.tagline,
        **pictures,
    )


def _pictures(brand: Brand, look: Look, collection: Collection) -> dict[str, Any]:
    files = {"logo": look.logo, "favicon": look.favicon, "hero": look.hero}
    return {
        name: _picture(brand, name, file, collection) for name, file in files.items()
    }


def _picture(
    brand: Brand, name: str, file: File[bytes] | None, collection: Collection
) -> Any:
    if file is None:
        return None
    return get_image_model().objects.create(
        title=f"{brand.name} – {name}", file=file, collection=collection, description=""
    )


def _pages(
    brand: Brand, texts: Mapping[str, PortalText], hero: int | None, *, live: bool
) -> dict[str, PortalHomePage]:
    """The home page in the brand's own language; its translations beside it."""
    root = Page.get_first_root_node()
    homes: dict[str, PortalHomePage] = {}
    key = uuid4()
    for language in sorted(texts, key=lambda code: code != brand.default_locale):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        text = texts[language]
        home = PortalHomePage(
            title=text.title,
            slug=f"{brand.slug}-{language}",
            locale=locale,
            search_description=text.description,
            tagline=text.tagline,
            body=text.body(hero),
            translation_key=key,
            **page_state(live=live),
        )
        root.add_child(instance=home)
        homes[language] = home
        for name, page_text in text.pages.items():
            add_page(home, page_text, key=page_key(home, name), live=live)
    return homes
