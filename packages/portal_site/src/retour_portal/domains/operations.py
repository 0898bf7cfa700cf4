"""Claiming a domain, checking it, giving it up. ``switching`` puts one to use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Site

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_portal.domains.models import PortalDomain, Proof
from retour_portal.domains.names import read_domain
from retour_portal.domains.queries import domains_of, held
from retour_portal.domains.rhythm import SOONEST, WHEN_WELL, claimed, while_waiting
from retour_portal.pages.operations import lock_tree

if TYPE_CHECKING:
    from wagtail.models import Site as SiteType

    from retour_portal.domains.lookup import Findings

_MOST_DOMAINS = 20
_WHEN_FAILING = timedelta(hours=1)


class NoPortalYet(DomainError):
    """This brand has no portal yet. Open one first."""

    code = "no_portal_yet"


class DomainTaken(DomainError):
    """Another portal of this installation has this domain already."""

    code = "domain_taken"


class DomainInUse(DomainError):
    """The portal is at this domain. Use another one first."""

    code = "domain_in_use"


class TooManyDomains(DomainError):
    """Remove a domain first: a brand may have twenty."""

    code = "too_many_domains"


class DomainGone(DomainError):
    """This domain was removed meanwhile."""

    code = "domain_gone"


@transaction.atomic
def claim(brand: Brand, text: str, *, now: datetime) -> PortalDomain:
    """Begin with a domain as typed; the same one again is the same row.

    Raises what ``read_domain`` raises, ``NoPortalYet``, ``DomainTaken``,
    ``DomainInUse`` and ``TooManyDomains``.
    """
    host = read_domain(text)
    Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    site = site_of(brand)
    before = domains_of(brand).filter(host=host).first()
    if before is not None:
        return before
    if site.hostname == host:
        raise DomainInUse
    if is_taken(brand, host):
        raise DomainTaken
    if domains_of(brand).count() >= _MOST_DOMAINS:
        raise TooManyDomains
    return PortalDomain.objects.create(
        brand=brand, host=host, next_check_at=now + SOONEST
    )


def check(domain: PortalDomain) -> PortalDomain:
    """Look the domain up and note what was found; takes seconds.

    Raises ``DomainGone``.
    """
    # A tenth of what every process of the installation takes to start.
    from retour_portal.domains.lookup import look_up

    findings = look_up(domain.host, domain.challenge)
    return note(domain, findings, now=timezone.now())


@transaction.atomic
def note(domain: PortalDomain, findings: Findings, *, now: datetime) -> PortalDomain:
    """Keep what DNS said. No answer at all changes no state. Raises ``DomainGone``."""
    # Before the brand, as in switching: nobody opens a portal at the host meanwhile.
    lock_tree()
    row = locked(domain)
    row.proof, row.pointing = findings.proof, findings.pointing
    row.found = {
        "texts": list(findings.texts),
        "names": list(findings.names),
        "addresses": list(findings.addresses),
    }
    row.checked_at = now
    if findings.proof == Proof.FOUND:
        row.failing_since = None
        _verify(row, now)
    elif findings.proof != Proof.UNKNOWN and row.verified_at is not None:
        row.failing_since = row.failing_since or now
    row.next_check_at = _next_check(row, now)
    row.save()
    return row


def check_due(*, now: datetime) -> int:
    """Check the few domains that waited longest for it; returns how many."""
    checked = 0
    for domain in claimed(PortalDomain.objects.filter(removed_at__isnull=True), now):
        try:
            check(domain)
        except DomainGone:
            continue
        checked += 1
    return checked


@transaction.atomic
def remove(domain: PortalDomain, *, now: datetime) -> None:
    """Its links end. Raises ``DomainInUse`` and ``DomainGone``."""
    row = locked(domain)
    if site_of(row.brand).hostname == row.host:
        raise DomainInUse
    row.removed_at, row.next_check_at = now, None
    row.save(update_fields=["removed_at", "next_check_at"])


def locked(domain: PortalDomain) -> PortalDomain:
    """The row as it is now, held until the transaction ends; ``DomainGone``."""
    Brand.objects.select_for_update(no_key=True).get(pk=domain.brand_id)
    rows = PortalDomain.objects.select_for_update(of=("self",))
    row = rows.filter(pk=domain.pk, removed_at__isnull=True).first()
    if row is None:
        raise DomainGone
    return row


def site_of(brand: Brand) -> SiteType:
    site = Site.objects.filter(theme__brand=brand).first()
    if site is None:
        raise NoPortalYet
    return site


def is_taken(brand: Brand, host: str) -> bool:
    """Whether anybody but ``brand`` has a site at ``host`` or has proved it theirs."""
    others = Site.objects.filter(hostname=host).exclude(theme__brand=brand)
    if others.exists():
        return True
    return held().filter(host=host).exclude(brand=brand).exists()


def _verify(row: PortalDomain, now: datetime) -> None:
    if row.verified_at is not None:
        return
    if is_taken(row.brand, row.host):
        row.proof = Proof.TAKEN
        return
    row.verified_at = now
    try:
        with transaction.atomic():
            row.save(update_fields=["verified_at"])
    except IntegrityError:
        # Another brand proved it in the same moment.
        row.verified_at, row.proof = None, Proof.TAKEN


def _next_check(row: PortalDomain, now: datetime) -> datetime | None:
    if row.failing_since is not None:
        return now + _WHEN_FAILING
    if row.verified_at is not None:
        return now + WHEN_WELL
    return while_waiting(row.created_at, now)
