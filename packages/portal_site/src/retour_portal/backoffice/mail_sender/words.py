"""What is said about a sender's address, its records and refusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_portal.domains.sender_records import Wanted, wanted_of

if TYPE_CHECKING:
    from retour_core.domain.errors import DomainError
    from retour_portal.domains.models import MailSender
    from retour_portal.domains.sender_models import Checked

_REFUSALS = {
    "mail_address_unfit": gettext_lazy(
        "Write an address such as returns@example.com, with plain letters and no "
        "spaces before the @."
    ),
    "mail_domain_unfit": gettext_lazy(
        "What stands after the @ must be a domain of your brand, such as example.com."
    ),
    "sender_name_unfit": gettext_lazy(
        "Write the name in one line, without control characters."
    ),
}
FIELD_OF = {
    "mail_address_unfit": "address",
    "mail_domain_unfit": "address",
    "sender_name_unfit": "name",
}
_PURPOSES = {
    "proof": gettext_lazy("Proves that the domain is yours."),
    "spf": gettext_lazy(
        "Lets our mail server send for the domain. If it has an SPF record already, "
        "add the include to that one: a domain may have only one."
    ),
    "dkim": gettext_lazy("Lets our mail server sign in the domain’s name."),
    "dmarc": gettext_lazy(
        "Nothing to enter: we look whether the domain asks receivers to refuse what it "
        "did not sign. This installation signs nothing for you, so such mails would be "
        "lost."
    ),
}


def refusal_words(refusal: DomainError) -> str:
    return str(_REFUSALS.get(refusal.code, refusal.message))


@dataclass(frozen=True)
class RecordRow:
    """``value`` may be empty; ``is_good`` is ``None`` while nobody can say."""

    kind: str
    name: str
    value: str
    purpose: str
    found: str
    is_good: bool | None


def record_rows(sender: MailSender) -> list[RecordRow]:
    checked = sender.checked
    rows = []
    for wanted in wanted_of(sender):
        seen = checked.get((wanted.kind, wanted.name))
        rows.append(
            RecordRow(
                wanted.kind,
                wanted.name,
                wanted.value,
                str(_PURPOSES[wanted.purpose]),
                _found(wanted, seen),
                seen["is_good"] if seen else None,
            )
        )
    return rows


def _found(wanted: Wanted, seen: Checked | None) -> str:
    if seen is None:
        return _("Not looked up yet.")
    if seen["is_good"] is None:
        return _("The name servers gave no answer. Try again later.")
    values = ", ".join(seen["found"])
    if seen["is_good"]:
        return _("Found.") if wanted.value else _("The domain refuses nothing.")
    if wanted.purpose == "spf" and len(seen["found"]) > 1:
        return _("Found several SPF records: receivers heed none of them.")
    if values:
        return _("Found something else: %(found)s") % {"found": values}
    return _("Not found.")
