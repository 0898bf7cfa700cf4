"""How mails speak of the way back: of a parcel that is sent, or of items that are
handed in at a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.domain.methods import ReturnMethod


@dataclass(frozen=True)
class Handover:
    """Each named after the mail that says it; ``subjects`` by a mail's key, where they
    differ from the standard ones. ``ready_money`` has ``%(amount)s`` in it,
    ``withdrawal`` ``%(day)s``."""

    ready: Promise
    ready_money: Promise
    reminder: Promise
    reminder_done: Promise
    arrived: Promise
    arrived_next: Promise
    received: Promise
    received_next: Promise
    received_gift: Promise
    cancelled: Promise
    withdrawal: Promise
    withdrawal_done: Promise
    subjects: Mapping[str, Promise] = field(default_factory=dict)


AS_PARCEL = Handover(
    ready=_("Your return is ready to send"),
    ready_money=_("Once it has arrived you get %(amount)s back."),
    reminder=_("Please send your items back"),
    reminder_done=_("Have you sent it already? Then there is nothing left to do."),
    arrived=_("Your parcel was delivered"),
    arrived_next=_("Next we check what is in it. We write to you when that is done."),
    received=_("Your return has arrived"),
    received_next=_("Thank you. We have unpacked it and now arrange your refund."),
    received_gift=_(
        "Thank you. We have unpacked it, and what you asked for comes next."
    ),
    cancelled=_(
        "Nothing needs to be sent. You can start again as long as the time to "
        "return lasts."
    ),
    withdrawal=_(
        "You withdrew from your contract. Please hand the items to a carrier by "
        "%(day)s: that day counts, not the day on which they arrive."
    ),
    withdrawal_done=_(
        "If you have sent them already, there is nothing left to do. Keep the "
        "carrier’s receipt."
    ),
)
_ALREADY = _("Have you handed them in already? Then there is nothing left to do.")
_HANDED_IN = _("Have you handed it in already? Then there is nothing left to do.")
_BRING = _("{brand}: please bring your items to a store by {deadline}")
AT_COUNTER = Handover(
    ready=_("Your return is ready to hand in"),
    ready_money=_("Once we have checked your items you get %(amount)s back."),
    reminder=_("Please bring your items to a store"),
    reminder_done=_HANDED_IN,
    arrived=_("Your items are handed in"),
    arrived_next=_(
        "We have taken them at the store. Next we check them, and write to you when "
        "that is done."
    ),
    received=_("We have checked your items"),
    received_next=_("Thank you. Now we arrange your refund."),
    received_gift=_("Thank you. What you asked for comes next."),
    cancelled=_(
        "You need not bring anything to a store. You can start again as long as the "
        "time to return lasts."
    ),
    withdrawal=_(
        "You withdrew from your contract. Please bring the items to a store by %(day)s."
    ),
    withdrawal_done=_ALREADY,
    subjects={
        "ready": _("{brand}: your return {rma} is ready to hand in"),
        "reminder": _BRING,
        "arrived": _("{brand}: we have taken the items of your return {rma}"),
        "received": _("{brand}: we have checked the items of your return {rma}"),
        "withdrawal_send_back_due": _BRING,
    },
)
# True of every way back: a brand's own text is one for all of them. “Hand in” is
# said of a drop-off point as of a store.
HOWEVER_SENT = replace(
    AS_PARCEL,
    ready=AT_COUNTER.ready,
    ready_money=AT_COUNTER.ready_money,
    reminder=AT_COUNTER.ready,
    reminder_done=_HANDED_IN,
    arrived=AS_PARCEL.received,
    received=AT_COUNTER.received,
    received_next=AT_COUNTER.received_next,
    subjects={
        "ready": AT_COUNTER.subjects["ready"],
        "reminder": _("{brand}: please hand in your return {rma} by {deadline}"),
        "arrived": _("{brand}: your return {rma} has arrived"),
        "received": AT_COUNTER.subjects["received"],
    },
)


def handover_of(method: str) -> Handover:
    """``method`` is a return's, or empty."""
    return AT_COUNTER if method == ReturnMethod.IN_STORE else AS_PARCEL
