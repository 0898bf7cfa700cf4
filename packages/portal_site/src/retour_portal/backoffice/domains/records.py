"""The DNS records a domain needs, beside what was found of them."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings

from retour_portal.backoffice.domains.words import pointing_words, proof_words
from retour_portal.domains.models import DomainState, Pointing, PortalDomain, Proof
from retour_portal.domains.names import challenge_name, is_apex


@dataclass(frozen=True)
class Record:
    """``kind`` is the type at the DNS provider; ``found`` a sentence; ``is_good`` is
    ``None`` while nobody can say."""

    kind: str
    name: str
    value: str
    found: str
    is_good: bool | None


@dataclass(frozen=True)
class DomainCard:
    domain: PortalDomain
    state: DomainState
    is_in_use: bool
    is_apex: bool
    records: list[Record]

    @property
    def may_be_used(self) -> bool:
        """As far as the last look-up tells; using it looks again."""
        domain = self.domain
        proved = domain.verified_at is not None and domain.failing_since is None
        leads = not domain.challenge or domain.pointing == Pointing.HERE
        return proved and leads and not self.is_in_use

    @property
    def shows_ascii(self) -> bool:
        return str(self.domain) != self.domain.host


def card_of(domain: PortalDomain, hostname: str) -> DomainCard:
    """``hostname`` is that of the brand's site."""
    apex = is_apex(domain.host)
    return DomainCard(
        domain=domain,
        state=domain.state_beside(hostname),
        is_in_use=domain.host == hostname,
        is_apex=apex,
        records=[*_proof(domain), *_leading(domain, apex=apex)],
    )


def _proof(domain: PortalDomain) -> list[Record]:
    if not domain.challenge:
        return []
    known = domain.proof not in (Proof.NONE, Proof.UNKNOWN)
    return [
        Record(
            "TXT",
            challenge_name(domain.host),
            domain.challenge,
            proof_words(domain),
            domain.proof == Proof.FOUND if known else None,
        )
    ]


def _leading(domain: PortalDomain, *, apex: bool) -> list[Record]:
    if not domain.challenge:
        return []
    known = domain.pointing not in (Pointing.NONE, Pointing.UNKNOWN)
    good = domain.pointing == Pointing.HERE if known else None
    return [
        Record(kind, domain.host, value, pointing_words(domain), good)
        for kind, value in _targets(apex=apex)
    ]


def _targets(*, apex: bool) -> list[tuple[str, str]]:
    if not apex:
        return [("CNAME", settings.RETOUR_PUBLIC_HOST)]
    found = [
        ("A" if ip_address(text).version == 4 else "AAAA", text)
        for text in settings.RETOUR_PUBLIC_ADDRESSES
    ]
    # Without addresses of ours the provider must look them up itself.
    return found or [("ALIAS", settings.RETOUR_PUBLIC_HOST)]
