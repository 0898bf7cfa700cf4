"""Putting a domain to use: the site's host name and the address in mails, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from retour_core.brands.operations import set_portal_url
from retour_core.domain.errors import DomainError
from retour_portal.domains.models import Pointing, PortalDomain
from retour_portal.domains.operations import (
    DomainTaken,
    check,
    is_taken,
    locked,
    site_of,
)
from retour_portal.pages.operations import lock_tree

if TYPE_CHECKING:
    from datetime import datetime

    from retour_core.brands.models import Brand


class DomainNotVerified(DomainError):
    """The TXT record that proves the domain is yours was not found."""

    code = "domain_not_verified"


class DomainLeadsElsewhere(DomainError):
    """The domain does not lead here yet; customers would not find the portal."""

    code = "domain_leads_elsewhere"


def use_domain(domain: PortalDomain) -> PortalDomain:
    """Check the domain once more, then make it the portal's address.

    The address it had leads on to it from now on. Raises ``DomainNotVerified``,
    ``DomainLeadsElsewhere``, ``DomainTaken``, ``DomainGone`` and ``NoPortalYet``; what
    the check found is kept also then.
    """
    checked = check(domain)
    return _switch(checked, now=timezone.now())


@transaction.atomic
def _switch(domain: PortalDomain, *, now: datetime) -> PortalDomain:
    # As in opening a portal: of two that want one host name, the second must see it.
    lock_tree()
    row = locked(domain)
    if row.verified_at is None or row.failing_since is not None:
        raise DomainNotVerified
    # What came with the portal may lead through a proxy nobody told us of.
    if row.challenge and row.pointing != Pointing.HERE:
        raise DomainLeadsElsewhere
    if is_taken(row.brand, row.host):
        raise DomainTaken
    site = site_of(row.brand)
    if site.hostname != row.host:
        _keep(row.brand, site.hostname, now)
        site.hostname = row.host
        # Empties what was kept of it: root paths (Wagtail), pages (page_cache).
        site.save()
        set_portal_url(row.brand, _moved(row.brand.portal_url, row.host))
    row.used_at = now
    row.save(update_fields=["used_at"])
    return row


def _keep(brand: Brand, hostname: str, now: datetime) -> None:
    """Let the address that is left lead on; the first one has no row yet."""
    PortalDomain.objects.get_or_create(
        brand=brand,
        host=hostname,
        removed_at=None,
        defaults={"challenge": "", "verified_at": now, "used_at": now},
    )


def _moved(url: str, host: str) -> str:
    """The same scheme and port: one proxy answers for all hosts."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"
