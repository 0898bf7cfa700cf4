from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from retour_portal.domains.models import PortalDomain

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from retour_core.brands.models import Brand


@dataclass(frozen=True)
class WayOn:
    """From a domain of a brand to the one in use. ``is_permanent`` where it was in use
    itself: links to it are in mails and in search engines."""

    portal_url: str
    is_permanent: bool


def held() -> QuerySet[PortalDomain]:
    return PortalDomain.objects.filter(
        verified_at__isnull=False, removed_at__isnull=True
    )


def domains_of(brand: Brand) -> QuerySet[PortalDomain]:
    """Those not removed, in the order they were added."""
    return PortalDomain.objects.filter(brand=brand, removed_at__isnull=True).order_by(
        "created_at", "pk"
    )


def way_on(host: str) -> WayOn | None:
    """Where a host that is no site leads, in one query; ``None`` for a stranger."""
    domain = held().filter(host=host).select_related("brand").first()
    if domain is None:
        return None
    url = domain.brand.portal_url
    if urlsplit(url).hostname in (None, host):
        return None
    return WayOn(url, domain.used_at is not None)


def is_served(host: str) -> bool:
    """Whether a proxy may get a certificate for ``host``; at most two queries."""
    if host in {settings.RETOUR_PUBLIC_HOST, *settings.RETOUR_OWN_HOSTS}:
        return True
    sites = Site.objects.filter(hostname=host, theme__brand__isnull=False)
    return sites.exists() or held().filter(host=host).exists()
