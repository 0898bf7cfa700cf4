"""What is said about domains, their records and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_portal.backoffice.first_run.forms import ADDRESS_PROBLEMS
from retour_portal.domains.models import Pointing, PortalDomain, Proof

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from retour_core.domain.errors import DomainError

_REFUSALS: dict[str, str | Promise] = {
    **{kind.code: words for kind, words in ADDRESS_PROBLEMS.items()},
    "domain_is_address": gettext_lazy(
        "This is an IP address. A portal needs a name, such as returns.example.com."
    ),
    "domain_is_local": gettext_lazy("This name leads nowhere on the internet."),
    "domain_is_public_suffix": gettext_lazy(
        "Many register their names below this one. Write yours, such as "
        "returns.example.com."
    ),
    "domain_is_ours": gettext_lazy(
        "This is the address of the installation itself. Choose a domain of your brand."
    ),
    "domain_taken": gettext_lazy(
        "Another portal of this installation has this domain. It must be removed "
        "there first."
    ),
    "domain_in_use": gettext_lazy("The portal is at this domain already."),
    "too_many_domains": gettext_lazy("A brand has 20 domains at most. Remove one."),
    "domain_gone": gettext_lazy("This domain was removed meanwhile."),
    "domain_not_verified": gettext_lazy(
        "The TXT record was not found, so the portal stays where it is."
    ),
    "domain_leads_elsewhere": gettext_lazy(
        "The domain does not lead here yet, so the portal stays where it is."
    ),
    "no_portal_yet": gettext_lazy("This brand has no portal yet. Open one first."),
}
_NO_ANSWER = gettext_lazy("The name servers gave no answer. Try again later.")
_NOT_FOUND = gettext_lazy("Not found.")


def refusal_words(refusal: DomainError) -> str:
    return str(_REFUSALS.get(refusal.code, refusal.message))


def proof_words(domain: PortalDomain) -> str:
    found = ", ".join(domain.found.get("texts", []))
    sentences: dict[str, str] = {
        Proof.NONE: _("Not looked up yet."),
        Proof.FOUND: _("Found."),
        Proof.MISSING: str(_NOT_FOUND),
        Proof.OTHER: _("Found something else: %(found)s") % {"found": found},
        Proof.TAKEN: str(_REFUSALS["domain_taken"]),
        Proof.UNKNOWN: str(_NO_ANSWER),
    }
    return sentences[domain.proof]


def pointing_words(domain: PortalDomain) -> str:
    found = [*domain.found.get("names", []), *domain.found.get("addresses", [])]
    sentences: dict[str, str] = {
        Pointing.NONE: _("Not looked up yet."),
        Pointing.HERE: _("Leads here."),
        Pointing.ELSEWHERE: _("Leads elsewhere: %(found)s")
        % {"found": ", ".join(found)},
        Pointing.NOWHERE: str(_NOT_FOUND),
        Pointing.UNKNOWN: str(_NO_ANSWER),
    }
    return sentences[domain.pointing]
