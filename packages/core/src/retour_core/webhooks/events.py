"""What a merchant's systems are told about, and from which entry of the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.domain.states import ReturnState

# Type, and what it says to who chooses among them.
EVENT_TYPES: dict[str, Promise] = {
    "return.requested": _("A customer asked for a return"),
    "return.approved": _("A return was approved"),
    "return.rejected": _("A return was rejected"),
    "return.awaiting_payment": _("A return waits for the customer's payment"),
    "label.ready": _("A label is ready"),
    "label.failed": _("A label could not be made"),
    "label.expired": _("A label ran out unused"),
    "label.cancelled": _("A label is not to be used any more"),
    "return.ready": _("A return can be handed in without a label of ours"),
    "return.sent": _("A parcel was handed in"),
    "return.in_transit": _("A parcel is on its way"),
    "return.arrived": _("A parcel arrived"),
    "return.bounced": _("A parcel went back to the customer"),
    "return.parcel_problem": _("A carrier has a problem with a parcel"),
    "return.parcel_lost": _("A carrier cannot find a parcel"),
    "return.parcel_after_end": _("A parcel comes although its return is over"),
    "return.parcel_without_items": _("A parcel comes without anything to return"),
    "return.inspected": _("Returned items were inspected"),
    "return.settled": _("A return is settled"),
    "return.cancelled": _("A return was cancelled"),
    "return.expired": _("A return ran out"),
    "refund.due": _("A refund is to be paid"),
    "refund.paid": _("A refund was paid"),
    "refund.failed": _("A refund failed"),
    "fee.refund_failed": _("A return fee could not be given back"),
    "credit.due": _("Store credit is to be issued"),
    "credit.issued": _("Store credit was issued"),
    "credit.failed": _("Store credit could not be issued"),
    "exchange.due": _("A replacement is to be sent"),
    "exchange.sent": _("A replacement was sent"),
    "exchange.failed": _("A replacement could not be sent"),
    "message.received": _("A customer wrote"),
    "withdrawal.received": _("A customer withdrew from a contract"),
}
# For whoever tries an endpoint; nobody subscribes to it.
TEST_EVENT = "endpoint.test"

_NOTES = {
    # The first scan: what proves that the customer sent it, whatever comes later.
    "return.sending_proved": "return.sent",
    "label.replaced": "label.cancelled",
    "label.unneeded": "label.cancelled",
    "label.came_back": "label.cancelled",
    "refund.decided": "refund.due",
    "credit.decided": "credit.due",
    "replacement.decided": "exchange.due",
    "replacement.sent": "exchange.sent",
    "replacement.failed": "exchange.failed",
    "return.message_received": "message.received",
    "return.question_answered": "message.received",
}
_LABEL_STATES = frozenset({ReturnState.LABEL_PENDING, ReturnState.LABEL_FAILED})


def event_types(kind: str, from_state: str, told: Mapping[str, Any]) -> list[str]:
    """The events an entry of a return's timeline announces; most announce none.

    ``told`` is the entry's data. Two say two things at once: a first scan that sets
    the parcel on its way proves that it was sent, and settling by money alone pays it.
    """
    if kind == "return.expired" and from_state == ReturnState.DRAFT:
        return []  # a label in the box that ran out: there never was a return
    if kind == "return.ready" and from_state in _LABEL_STATES:
        return ["label.ready"]
    if kind == "return.label_failed":
        return ["label.failed"]
    if kind == "return.in_transit" and told.get("sent_at"):
        return ["return.sent", "return.in_transit"]
    if kind == "return.settled" and _is_money_alone(told):
        return ["refund.paid", "return.settled"]
    named = _NOTES.get(kind, kind)
    return [named] if named in EVENT_TYPES else []


def _is_money_alone(told: Mapping[str, Any]) -> bool:
    return told.get("amount_minor", 0) > 0 and not {"credit_minor", "replaced"} & {
        *told
    }
