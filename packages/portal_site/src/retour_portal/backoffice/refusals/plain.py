"""The refusals that are one sentence whatever happened, by their stable code."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_OF_RETURNS: dict[str, str | Promise] = {
    "cannot_cancel": _(
        "This return is on its way or being paid, so it cannot be cancelled any more."
    ),
    "code_taken": _(
        "Another store credit has this code already; give this one its own."
    ),
    "counted_meanwhile": _(
        "Somebody else booked in items of this return meanwhile: look, and count again."
    ),
    "fee_not_held": _("There is no fee of this return to give back."),
    "fee_paid_back_when": _("Enter a day from the payment of the fee up to today."),
    "gift_not_refunded": _(
        "A gift is settled by goods or store credit: the buyer’s money is not touched."
    ),
    "label_not_possible": _(
        "This return takes no further labels: it is not ready to be sent, or was sent."
    ),
    "label_still_good": _("There is a label for this parcel that can be used."),
    "label_used": _("The parcel with this label was handed in already."),
    "message_empty": _("Write something first."),
    "method_not_offered": _(
        "The way back of this return is not offered for its items any more."
    ),
    "no_money_due": _(
        "This return is settled without money: with store credit or with goods."
    ),
    "no_return_address": _(
        "This brand has no return address yet; add one under “Return addresses”."
    ),
    "nothing_missing": _(
        "Everything this return announced has come or is closed already."
    ),
    "nothing_to_receive": _(
        "Everything this return announced has been booked in or closed already."
    ),
    "payment_not_due": _("This return waits for no payment."),
    "photo_unknown": _("This return has no such photo; it may be removed already."),
    "refund_not_pending": _(
        "This refund has been finished already with another outcome."
    ),
    "refund_reason_missing": _(
        "Say why less is paid back than was computed; the customer reads it."
    ),
    "replacement_not_pending": _(
        "This replacement has been finished already with another outcome."
    ),
    "settlement_decided": _(
        "How this return is settled is decided already, so this cannot change any more."
    ),
    "store_credit_not_pending": _(
        "This store credit has been finished already with another outcome."
    ),
    "thread_closed": _(
        "This return is closed, so nothing more can be written about it here."
    ),
    "thread_not_open": _(
        "This return has not been sent yet; write about it once it is."
    ),
    "too_many_parcels": _("This return has as many labels as a return may have."),
}
_OF_ORDERS: dict[str, str | Promise] = {
    "import_not_waiting": _(
        "This import runs already or is finished; open it to see how far it is."
    ),
    "not_shipped": _("This order has not been shipped yet."),
    "order_cancelled": _("This order was cancelled, so there is nothing to return."),
    "order_refused": _("The order cannot be taken as it is; mend the fields named."),
    "points_upload_not_ready": _(
        "This file is not checked, or was refused: mend it and upload it again."
    ),
    "shop_disconnected": _(
        "This shop is disconnected; connect it again under “Shops” first."
    ),
    "shop_paused": _("This shop is paused; resume it under “Shops” first."),
    "test_order_refused": _(
        "The test order was refused, which is a fault of Retour; please report it."
    ),
}
_OF_WITHDRAWALS: dict[str, str | Promise] = {
    "withdrawal_matched": _("This withdrawal belongs to an order already."),
    "withdrawal_other_brand": _(
        "This order belongs to another brand than the withdrawal."
    ),
    "withdrawal_reason_needed": _(
        "Say why the withdrawal is refused; the customer reads it."
    ),
}
_OF_SETTINGS: dict[str, str | Promise] = {
    "sequence_changed": _(
        "Somebody else changed the list meanwhile; look at it again."
    ),
    "too_many_rows": _("There are as many as there may be; delete one first."),
}
PLAIN = {**_OF_RETURNS, **_OF_ORDERS, **_OF_WITHDRAWALS, **_OF_SETTINGS}
