"""What happened to a return, as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.brands.models import Brand
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import ReturnEvent
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.returns.decision import override_text
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.typography import quoted

_SENTENCES: dict[str, Any] = {
    "return.requested": gettext_lazy("The return was requested."),
    "return.approved": gettext_lazy("The return was approved."),
    "return.rejected": gettext_lazy("The return was rejected: “%(reason)s”"),
    "return.awaiting_payment": gettext_lazy("The return waits for the return fee."),
    "fee.paid": gettext_lazy("The return fee was paid."),
    "fee.deducted_instead": gettext_lazy(
        "The label is made without payment; the fee is kept back from the refund."
    ),
    "fee.refund_decided": gettext_lazy("The return fee is to be given back."),
    "fee.refunded": gettext_lazy("The return fee was given back."),
    "fee.paid_otherwise": gettext_lazy(
        "The return fee was paid back otherwise on %(day)s: %(how)s"
    ),
    "fee.refund_failed": gettext_lazy(
        "The return fee could not be given back: %(reason)s"
    ),
    "return.label_pending": gettext_lazy("A label was asked for."),
    "return.label_failed": gettext_lazy("No label could be made: %(reason)s"),
    "label.asked": gettext_lazy("A label for parcel %(parcel)s was asked for."),
    "label.ready": gettext_lazy(
        "The label for parcel %(parcel)s is ready, number %(tracking_number)s."
    ),
    "label.failed": gettext_lazy(
        "No label for parcel %(parcel)s could be made: %(reason)s"
    ),
    "label.expired": gettext_lazy("The label %(tracking_number)s ran out unused."),
    "label.replaced": gettext_lazy(
        "The label %(tracking_number)s is void: it was replaced. %(why)s"
    ),
    "label.unneeded": gettext_lazy(
        "The label %(tracking_number)s is void: it was not needed."
    ),
    "label.came_back": gettext_lazy(
        "The label %(tracking_number)s is void: its parcel came back."
    ),
    "label.not_taken_back": gettext_lazy(
        "The carrier did not take the label %(tracking_number)s back: it is charged"
        " after all."
    ),
    "label.purchase_doubtful": gettext_lazy(
        "The carrier’s answer was lost: it may have made a label, reference"
        " %(reference)s, that nobody uses. See the carrier’s page here."
    ),
    "label.kept_doubtful": gettext_lazy(
        "The label %(reference)s could not be given back from here: the carrier told"
        " no id for it. Cancel it in the carrier’s own portal if it is not used."
    ),
    "label.undecided_doubtful": gettext_lazy(
        "The carrier never said whether it took the label %(reference)s back. It stays"
        " credited; on the carrier’s page here it can be charged."
    ),
    "label.doubt_settled": gettext_lazy(
        "The open question about the label %(reference)s was settled. %(what)s"
    ),
    "label.charged_after_all": gettext_lazy(
        "The label %(reference)s is charged after all. %(what)s"
    ),
    "label.used_after_all": gettext_lazy(
        "The label %(tracking_number)s was used after it was given back: it is charged"
        " after all."
    ),
    "return.in_transit": gettext_lazy("The parcel is on its way."),
    "return.arrived": gettext_lazy("The carrier delivered the parcel."),
    "return.bounced": gettext_lazy("The parcel went back to the customer."),
    "return.sending_proved": gettext_lazy("The carrier had the parcel on %(sent)s."),
    "return.parcel_problem": gettext_lazy(
        "The carrier has a problem with parcel %(number)s."
    ),
    "return.parcel_lost": gettext_lazy("The carrier cannot find parcel %(number)s."),
    "return.number_entered": gettext_lazy(
        "The customer gave the tracking number %(number)s."
    ),
    "return.parcel_without_items": gettext_lazy(
        "A parcel is on its way with the label from the box, but nothing of the order"
        " is left to return."
    ),
    "return.parcel_after_end": gettext_lazy(
        "The parcel %(number)s is on its way although this return is over."
        " Decide what becomes of it."
    ),
    # No longer written: an expired return's parcel is “after_end”, too.
    "return.parcel_after_expiry": gettext_lazy(
        "A parcel is on its way although the return expired; its items are part of"
        " another return by now."
    ),
    "return.method_changed": gettext_lazy("The customer chose another way back."),
    "return.cancelled": gettext_lazy("The return was cancelled."),
    "return.expired": gettext_lazy("The return expired."),
    "return.question_asked": gettext_lazy("The customer was asked something."),
    "return.question_answered": gettext_lazy("The customer answered."),
    "return.message_sent": gettext_lazy("The customer was sent a message."),
    "return.message_received": gettext_lazy("The customer sent a message."),
    "return.photo_removed": gettext_lazy("A photo was removed."),
    "refund.decided": gettext_lazy("A refund of %(amount)s was decided."),
    "refund.failed": gettext_lazy("The refund failed: %(message)s"),
    "refund.paid": gettext_lazy("%(amount)s was refunded."),
    "credit.decided": gettext_lazy("Store credit of %(amount)s was decided."),
    "credit.issued": gettext_lazy("Store credit of %(amount)s was issued."),
    "credit.failed": gettext_lazy("The store credit failed: %(message)s"),
    "replacement.decided": gettext_lazy("To be sent: %(count)s × %(goods)s"),
    "replacement.sent": gettext_lazy("Sent: %(count)s × %(goods)s"),
    "replacement.failed": gettext_lazy("The item was not sent: %(message)s"),
    "return.sent_back": gettext_lazy(
        "Sent back to the customer, as not in order: %(units)s"
    ),
    "return.rest_closed": gettext_lazy("Closed, as it did not come: %(units)s"),
    "return.settled": gettext_lazy("%(amount)s was refunded."),
}
_COUNTED = frozenset({"return.inspected", "return.received_again"})


@dataclass(frozen=True)
class Entry:
    sentence: str
    actor: str
    at: datetime
    state: str


def timeline(
    events: Iterable[ReturnEvent], *, currency: str, brand: Brand
) -> list[Entry]:
    """Newest last; ``currency`` is that of the amounts in the events.

    Four queries if staff decided otherwise, else none.
    """
    telling = _Telling(currency, brand)
    return [
        Entry(telling.sentence(event), _actor(event), event.at, event.to_state)
        for event in events
    ]


class _Telling:
    def __init__(self, currency: str, brand: Brand) -> None:
        self.currency = currency
        self.brand = brand

    @cached_property
    def terms(self) -> BrandTerms:
        return BrandTerms(self.brand)

    def sentence(self, event: ReturnEvent) -> str:
        if event.kind == "decision.overridden":
            return self._overridden(event.data)
        return _sentence(event, self.currency)

    def _overridden(self, data: dict[str, Any]) -> str:
        outcome = str(data.get("outcome", ""))
        told = _("Decided otherwise: %(what)s.") % {
            "what": override_text(outcome, data.get("value"), self.terms)
        }
        return f"{told} {quoted(data['note'])}" if data.get("note") else told


def _sentence(event: ReturnEvent, currency: str) -> str:
    data = {"reason": "", "message": "", "why": "", **event.data}
    data["amount"] = money_text(event.data.get("amount_minor"), currency)
    goods = (str(data.get("item", "")), str(data.get("variant", "")))
    data["goods"] = ", ".join(part for part in goods if part)
    units = data.get("units", {})
    if isinstance(units, dict) and event.kind not in _COUNTED:
        data["units"] = sum(units.values())
    if event.kind == "return.sending_proved":
        sent = datetime.fromisoformat(str(event.data["sent_at"]))
        data["sent"] = date_format(localtime(sent), "DATETIME_FORMAT")
    if event.kind == "fee.paid_otherwise":
        paid = date.fromisoformat(str(event.data["day"]))
        data["day"] = date_format(paid, "DATE_FORMAT")
    if event.kind in _COUNTED:
        return _("Received: %(good)s in order, %(not_good)s not in order.") % data
    if event.kind == "return.settled" and _gave_no_money(data):
        return _("The return was settled.")
    if event.kind == "return.ready":
        return _ready(data)
    if event.kind == "return.arrived" and data.get("at_counter"):
        return _at_counter(data)
    if event.kind == "return.settled" and data.get("reference"):
        return _("%(amount)s was refunded, reference %(reference)s.") % data
    told = str(_SENTENCES.get(event.kind, event.kind)) % data
    return f"{told} {_less(data)}" if _is_less(event) else told


def _is_less(event: ReturnEvent) -> bool:
    return event.kind == "refund.decided" and bool(event.data.get("reason"))


def _less(data: dict[str, Any]) -> str:
    return _("Less than computed: %(reason)s") % data


def _gave_no_money(data: dict[str, Any]) -> bool:
    in_other_ways = data.get("credit_minor") or data.get("replaced")
    return bool(in_other_ways) and not data.get("amount_minor")


def _ready(data: dict[str, Any]) -> str:
    if data.get("tracking_number"):
        return _("The label is ready, number %(tracking_number)s.") % data
    return _("The return is ready to be sent.")


def _at_counter(data: dict[str, Any]) -> str:
    where = [str(data[name]) for name in ("place", "clerk") if data.get(name)]
    if not where:
        return _("The items were handed in at the counter.")
    return _("The items were handed in at the counter: %(where)s.") % {
        "where": ", ".join(where)
    }


def _actor(event: ReturnEvent) -> str:
    if event.actor_kind == ActorKind.SYSTEM:
        return _("Retour")
    if event.actor_name:
        return event.actor_name
    return str(ActorKind(event.actor_kind).label).capitalize()
