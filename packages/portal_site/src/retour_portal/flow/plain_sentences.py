"""The domain's refusals that are one sentence whatever happened, by their code."""

from __future__ import annotations

from django.utils.translation import gettext_noop

_NOT_PLACED = gettext_noop(
    "This label can only be printed as the carrier made it. "
    "Print it at its actual size."
)
PLAIN = {
    "label_not_placed": _NOT_PLACED,
    "label_document_unreadable": _NOT_PLACED,
    "label_document_locked": _NOT_PLACED,
    "label_document_too_large": _NOT_PLACED,
    "label_document_blank": _NOT_PLACED,
    "label_dots_unknown": _NOT_PLACED,
    "label_codes_lost": _NOT_PLACED,
    "label_too_large_for_paper": gettext_noop(
        "The label is larger than this paper, and made smaller it would not scan. "
        "Choose a larger paper, or print it as the carrier made it."
    ),
    "method_fixed": gettext_noop("The way back cannot be changed any more."),
    "draft_closed": gettext_noop("This return has been sent already."),
    "nothing_chosen": gettext_noop("Choose at least one item to return."),
    "line_unknown": gettext_noop(
        "One of these items is no longer part of the order. Choose your items again."
    ),
    "gift_slip_gone": gettext_noop(
        "This gift slip is no longer valid. Please contact us."
    ),
    "reason_missing": gettext_noop("Tell us for each item why it comes back."),
    "exchange_invalid": gettext_noop("Say in a few words what you would like instead."),
    "method_not_offered": gettext_noop(
        "This way back is no longer offered. Choose another one."
    ),
    "label_not_possible": gettext_noop(
        "This return cannot get another label. Look at its current state."
    ),
    "label_used": gettext_noop("The parcel with this label was handed in already."),
    "label_still_good": gettext_noop(
        "There is a label for this parcel already. Download it once more."
    ),
    "too_many_parcels": gettext_noop(
        "This return cannot get any more labels online. Please contact us."
    ),
    "travels_apart": gettext_noop(
        "These items go back separately: make a return for each of them."
    ),
    "kind_not_offered": gettext_noop(
        "A withdrawal is declared on the page for withdrawals."
    ),
    "order_cancelled": gettext_noop(
        "This order was cancelled, so there is nothing to return."
    ),
    "not_shipped": gettext_noop(
        "According to our records this order has not been shipped yet. "
        "If you have received it, please contact us."
    ),
    "nothing_left": gettext_noop(
        "All items of this order have been returned or registered for return. "
        "The link to your return is in the e-mail we sent you."
    ),
    "no_return_address": gettext_noop(
        "Returns cannot be taken online at the moment. Please contact us."
    ),
    "cannot_cancel": gettext_noop(
        "This return is on its way already, so it can no longer be cancelled."
    ),
    "transition_refused": gettext_noop(
        "This return has moved on in the meantime. Look at its current state."
    ),
    "payment_not_due": gettext_noop("There is nothing to pay for this return."),
    "payment_unavailable": gettext_noop(
        "The payment service cannot be reached at the moment. Nothing was charged. "
        "Please try again in a few minutes."
    ),
    "tracking_number_unknown": gettext_noop(
        "This is not the tracking number of a carrier we know. Check it for mistakes; "
        "your return works without it, too."
    ),
    "tracking_numbers_too_many": gettext_noop(
        "Many numbers were entered for this return already. Please contact us."
    ),
    "tracking_number_taken": gettext_noop(
        "This tracking number belongs to another return. Check it for mistakes."
    ),
    "tracking_number_not_expected": gettext_noop(
        "This return takes no tracking number any more."
    ),
    "link_invalid": gettext_noop(
        "This link is not complete or was not made by the shop."
    ),
    "link_expired": gettext_noop("This link has expired."),
    "photo_refused": gettext_noop("This file cannot be taken as a photo."),
    "photo_unknown": gettext_noop("This photo has been removed already."),
    "photo_kept": gettext_noop(
        "The return has been sent with this photo. Contact us to have it removed."
    ),
    "message_empty": gettext_noop("Write a message or add a photo."),
    "thread_closed": gettext_noop(
        "This return is closed, so you cannot write about it here any more. "
        "Please contact us."
    ),
    "thread_not_open": gettext_noop("Send your return first, then write to us here."),
}
FALLBACK = gettext_noop(
    "That did not work. Nothing was changed; please try again or contact us."
)
