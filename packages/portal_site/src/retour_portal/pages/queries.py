from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Site

from retour_core.brands.models import Brand

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.query import PageQuerySet


# Root, then home pages, then content pages: what the closed page types allow.
HOME_DEPTH = 2
_HOME_PATH_LENGTH = HOME_DEPTH * Page.steplen


@dataclass(frozen=True)
class ListedPage:
    """``path`` begins with the language; ``translations`` are paths by language,
    its own among them, empty where there is one language only."""

    path: str
    changed_at: datetime | None
    translations: dict[str, str]


def menu_pages(site: Site, language: str) -> PageQuerySet:
    """The site's live home page in ``language`` and the live pages below it, in tree
    order."""
    homes = Page.objects.filter(
        translation_key=site.root_page.translation_key,
        locale__language_code=language,
        live=True,
    )
    return (
        Page.objects.live()
        .filter(depth__in=(HOME_DEPTH, HOME_DEPTH + 1))
        .annotate(home_path=Substr("path", 1, _HOME_PATH_LENGTH))
        .filter(home_path__in=homes.values("path"))
        .order_by("path")
    )


def page_at(site: Site, language: str, path: str) -> Page | None:
    """The live page at ``path`` below the home page in ``language``, that one for "";
    one query."""
    slug = path.strip("/")
    pages = menu_pages(site, language)
    if not slug:
        return pages.filter(depth=HOME_DEPTH).first()
    return pages.filter(depth=HOME_DEPTH + 1, slug=slug).first()


def home_languages(site: Site) -> set[str]:
    """The languages in which the portal has a live home page; one query."""
    homes = site.root_page.get_translations(inclusive=True).live()
    return set(homes.values_list("locale__language_code", flat=True))


def translated_paths(page: Page, site: Site) -> dict[str, str]:
    """Each language of the portal to the page's path below the home page there.

    ``""`` is that home page, also for a page that has no live translation. One query.
    """
    keys = {page.translation_key, site.root_page.translation_key}
    found = Page.objects.live().filter(translation_key__in=keys)
    homes: dict[str, str] = {}
    pages: dict[str, str] = {}
    for one in found.select_related("locale"):
        into, path = (homes, "") if one.depth == 2 else (pages, f"{one.slug}/")
        into[one.locale.language_code] = path
    return homes | {code: path for code, path in pages.items() if code in homes}


def portal_pages(brand_id: int) -> PageQuerySet:
    """Every page of the brand's portal, in all languages; nothing is asked yet."""
    keys = Site.objects.filter(theme__brand=brand_id).values(
        "root_page__translation_key"
    )
    homes = Page.objects.filter(depth=HOME_DEPTH, translation_key__in=keys)
    below = Page.objects.annotate(home_path=Substr("path", 1, _HOME_PATH_LENGTH))
    return below.filter(home_path__in=homes.values("path"))


def pages_of(brand: Brand) -> PageQuerySet:
    """Every page of the brand's portal, in all languages, home pages first."""
    return portal_pages(brand.pk).order_by("depth", "path")


def brand_of(page: Page) -> Brand | None:
    """Whose portal the page belongs to, in whatever language; one query."""
    home = Page.objects.filter(path=page.path[:_HOME_PATH_LENGTH])
    key = home.values("translation_key")
    found: Brand | None = Brand.objects.filter(
        theme__site__root_page__translation_key__in=key
    ).first()
    return found


def listed_pages(site: Site, languages: Collection[str]) -> list[ListedPage]:
    """Every public page of the portal that is live and in one of ``languages``, home
    pages first; two queries.

    A page below a home page that is not live is left out: nobody can open it.
    """
    below = Q(pk__in=[])
    homes = site.root_page.get_translations(inclusive=True).live()
    homes = homes.filter(locale__language_code__in=languages)
    for path in homes.values_list("path", flat=True):
        below |= Q(path__startswith=path)
    pages = Page.objects.live().public().filter(below).order_by("depth", "path")
    by_key: dict[object, dict[str, str]] = {}
    rows = []
    for page in pages.select_related("locale"):
        code = page.locale.language_code
        address = page_path(page, code)
        by_key.setdefault(page.translation_key, {})[code] = address
        rows.append((page, address))
    return [
        ListedPage(
            path=address,
            changed_at=page.last_published_at,
            translations=_several(by_key[page.translation_key]),
        )
        for page, address in rows
    ]


def page_path(page: Page, language: str) -> str:
    """The page's path on its own host, without asking for its site."""
    with translation.override(language):
        slug = "" if page.depth == HOME_DEPTH else f"{page.slug}/"
        return reverse("wagtail_serve", args=[slug])


def _several(paths: dict[str, str]) -> dict[str, str]:
    return paths if len(paths) > 1 else {}
