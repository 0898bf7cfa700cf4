"""What a customer reads for ways back, states and events of a return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from retour_core.domain.methods import METHODS_WITH_LABEL, ReturnMethod
from retour_core.domain.states import ReturnState as S
from retour_portal.flow.handover import handover_of


@dataclass(frozen=True)
class StateWords:
    """``badge`` is two or three words, ``following`` says what happens next.

    ``tone`` is "", "success" or "warning" and picks the notice's colour.
    """

    badge: str
    following: str
    tone: str = ""


def state_words(state: S, method: str) -> StateWords:
    """The customer's view of a state; ``method`` is the return's, or empty where
    nothing is sent back."""
    of_way = handover_of(method).states.get(state)
    if of_way is not None:
        badge, following, tone = of_way
        return StateWords(str(badge), str(following), tone)
    if state is S.READY:
        return StateWords(_("Ready to send"), _ready(method), "success")
    if state is S.APPROVED and not method:
        return StateWords(
            _("Approved"),
            _("You can keep the items: there is nothing to send. Your refund is next."),
            "success",
        )
    return _states()[state]


def _ready(method: str) -> str:
    ways = {
        ReturnMethod.DROP_OFF_POINT: _(
            "Print the label, stick it on the parcel over the old one and hand the "
            "parcel in at a drop-off point. Keep the receipt."
        ),
        ReturnMethod.LABELLESS: _(
            "Show the code on your label at the drop-off point. Keep the receipt."
        ),
        ReturnMethod.PICK_UP: _(
            "Print the label, stick it on the parcel and have it ready for the driver."
        ),
        ReturnMethod.OWN_CARRIER: _(
            "Send the parcel to the address below and write your return number on it. "
            "Keep the receipt."
        ),
    }
    return ways[ReturnMethod(method)] if method else ways[ReturnMethod.DROP_OFF_POINT]


def _states() -> dict[S, StateWords]:
    label_soon = _("Your label is being made. This usually takes a few seconds.")
    return {
        S.DRAFT: StateWords(_("Not sent yet"), _("Finish your return to send it.")),
        S.REQUESTED: StateWords(
            _("Waiting for approval"),
            _("We look at your request and write to you as soon as it is decided."),
        ),
        S.APPROVED: StateWords(_("Approved"), label_soon),
        S.REJECTED: StateWords(
            _("Not accepted"),
            _("This return was not accepted. Contact us if you have a question."),
            "warning",
        ),
        S.AWAITING_PAYMENT: StateWords(
            _("Waiting for payment"), _("Your label follows once the fee is paid.")
        ),
        S.LABEL_PENDING: StateWords(_("Label being made"), label_soon),
        S.LABEL_FAILED: StateWords(
            _("Label delayed"),
            _(
                "Making your label takes longer than usual. Your return is safely "
                "registered; we e-mail you the label as soon as it is there."
            ),
            "warning",
        ),
        S.IN_TRANSIT: StateWords(
            _("On its way"), _("Your parcel is on its way back to us.")
        ),
        S.ARRIVED: StateWords(
            _("Delivered to us"),
            _("Your parcel has been delivered. Next we check what is in it."),
        ),
        S.BOUNCED: StateWords(
            _("Coming back to you"),
            _(
                "The parcel could not be delivered and is on its way back to you. "
                "Please contact us."
            ),
            "warning",
        ),
        S.INSPECTED: StateWords(
            _("Received"),
            _("We have received your items. Your refund comes next."),
            "success",
        ),
        S.SETTLED: StateWords(
            _("Refunded"),
            _(
                "Your refund is on its way to the means of payment you used. "
                "Your bank may take a few days to show it."
            ),
            "success",
        ),
        S.CANCELLED: StateWords(
            _("Cancelled"),
            _("This return is cancelled. Please do not send the items."),
            "warning",
        ),
        S.EXPIRED: StateWords(
            _("Expired"),
            _("This return has expired. Start a new one if you still want to return."),
            "warning",
        ),
    }


_EVENTS = {
    "return.requested": gettext_lazy("You registered your return."),
    "return.approved": gettext_lazy("Your return was approved."),
    "return.rejected": gettext_lazy("Your return was not accepted."),
    "return.awaiting_payment": gettext_lazy("The return fee is waiting to be paid."),
    "fee.paid": gettext_lazy("You paid the return fee."),
    "fee.deducted_instead": gettext_lazy(
        "The return fee is taken off your refund instead."
    ),
    "fee.refund_decided": gettext_lazy("You get the return fee back."),
    "fee.refunded": gettext_lazy("The return fee was given back."),
    "fee.paid_otherwise": gettext_lazy("The return fee was given back."),
    "return.label_pending": gettext_lazy("We asked for your label."),
    "return.label_failed": gettext_lazy("Making your label takes longer than usual."),
    "label.asked": gettext_lazy("We asked for another label."),
    "label.ready": gettext_lazy("Another label is ready."),
    "label.failed": gettext_lazy("Making your label takes longer than usual."),
    "label.expired": gettext_lazy("A label has run out."),
    "label.replaced": gettext_lazy("We replaced a label. Use the new one only."),
    "label.unneeded": gettext_lazy("A label was given back."),
    "return.in_transit": gettext_lazy("The carrier has your parcel."),
    "return.arrived": gettext_lazy("Your parcel was delivered to us."),
    "return.bounced": gettext_lazy("Your parcel could not be delivered."),
    "return.number_entered": gettext_lazy("You gave us your tracking number."),
    "return.parcel_problem": gettext_lazy(
        "The carrier has a problem with your parcel."
    ),
    "return.parcel_lost": gettext_lazy("The carrier cannot find your parcel."),
    "return.inspected": gettext_lazy("We received and checked your items."),
    "return.settled": gettext_lazy("Your refund was paid."),
    "return.cancelled": gettext_lazy("This return was cancelled."),
    "return.expired": gettext_lazy("This return expired."),
    "return.question_asked": gettext_lazy("We asked you a question."),
    "return.question_answered": gettext_lazy("You answered our question."),
    "return.message_sent": gettext_lazy("We sent you a message."),
    "return.message_received": gettext_lazy("You sent us a message."),
    "return.method_changed": gettext_lazy("You chose another way back."),
    "return.photo_removed": gettext_lazy("A photo was removed."),
    "return.received_again": gettext_lazy("We received and checked more items."),
    "return.sent_back": gettext_lazy("Items we could not accept go back to you."),
    "credit.decided": gettext_lazy("Your store credit was decided."),
    "credit.issued": gettext_lazy("Your store credit is ready."),
    "replacement.decided": gettext_lazy("We are getting your new item ready."),
    "replacement.sent": gettext_lazy("Your new item is on its way to you."),
    "refund.paid": gettext_lazy("Your refund was paid."),
    "refund.decided": gettext_lazy("Your refund was decided."),
    "refund.failed": gettext_lazy(
        "The refund did not go through. We are looking into it."
    ),
}


def event_sentence(
    kind: str, method: str, data: Mapping[str, Any] | None = None
) -> str | None:
    """A timeline entry for the customer; None for what only staff reads. ``data`` is
    the entry's own."""
    if kind == "return.settled" and data and not _is_all_money(data):
        return _("This return is settled.")
    of_way = handover_of(method).events.get(kind)
    if of_way is not None:
        return str(of_way)
    if kind == "return.ready":
        if method and ReturnMethod(method) not in METHODS_WITH_LABEL:
            return _("Your return is ready to be sent.")
        return _("Your label is ready.")
    sentence = _EVENTS.get(kind)
    return str(sentence) if sentence is not None else None


def _is_all_money(data: Mapping[str, Any]) -> bool:
    """Parts of several kinds have an entry each."""
    in_other_ways = data.get("credit_minor") or data.get("replaced")
    return bool(data.get("amount_minor")) and not in_other_ways


def refund_days_text(days: int) -> str:
    return ngettext(
        "You get your money at the latest %(days)d day after your items have reached "
        "us.",
        "You get your money at the latest %(days)d days after your items have reached "
        "us.",
        days,
    ) % {"days": days}
