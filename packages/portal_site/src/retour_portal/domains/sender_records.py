"""What the DNS of a domain must say before mails may come from it.

The envelope's sender is the installation's, so SPF (RFC 7208) passes for its domain and
never proves the brand's; DMARC (RFC 7489, 3.1) then asks for a DKIM signature in the
brand's name, which is the relay's to make. What we can see is that the brand's domain
lets the relay do so, and whether it asks for refusal of what is not signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings

from retour_portal.domains.mail_addresses import domain_of
from retour_portal.domains.names import registered
from retour_portal.domains.sender_models import MailSender

CHALLENGE_LABEL = "_retour-mail"


@dataclass(frozen=True)
class Wanted:
    """``purpose`` is “proof”, “spf”, “dkim” or “dmarc”. ``value`` is what to enter, and
    empty where there is nothing to."""

    purpose: str
    kind: str
    name: str
    value: str


def wanted_of(sender: MailSender) -> list[Wanted]:
    """In the order they are shown. DMARC is asked for only where nobody signs."""
    domain = domain_of(sender.address)
    if not domain:
        return []
    records = [Wanted("proof", "TXT", f"{CHALLENGE_LABEL}.{domain}", sender.challenge)]
    include = settings.RETOUR_EMAIL_SPF
    if include:
        records.append(Wanted("spf", "TXT", domain, f"v=spf1 include:{include} ~all"))
    records += [
        Wanted("dkim", "CNAME", f"{selector}._domainkey.{domain}", target)
        for selector, target in settings.RETOUR_EMAIL_DKIM
    ]
    if not settings.RETOUR_EMAIL_DKIM and not _is_aligned(domain):
        records.append(Wanted("dmarc", "TXT", f"_dmarc.{registered(domain)}", ""))
    return records


def _is_aligned(domain: str) -> bool:
    """Whether the envelope's SPF speaks for it, too (RFC 7489, 3.1.2, relaxed)."""
    envelope = domain_of(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    return registered(envelope) == registered(domain)
