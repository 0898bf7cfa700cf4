from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page, Site

from retour_portal.page_cache.models import CacheVersion, new_version

if TYPE_CHECKING:
    from django.db.models import QuerySet


def empty_page(page: Page) -> None:
    """Forget the pages of the portal that ``page`` belongs to, in every language."""
    home = page.path[: 2 * Page.steplen]
    keys = Page.objects.filter(path=home).values("translation_key")
    _empty(Site.objects.filter(root_page__translation_key__in=keys))


def empty_brand(brand_id: int) -> None:
    _empty(Site.objects.filter(theme__brand_id=brand_id))


def empty_all() -> None:
    _empty(Site.objects.all())


def _empty(sites: QuerySet[Site]) -> None:
    """Call in the transaction of the change, so that nobody keeps the old page anew."""
    CacheVersion.objects.bulk_create(
        [CacheVersion(site=site, version=new_version()) for site in sites],
        update_conflicts=True,
        unique_fields=["site"],
        update_fields=["version"],
    )
