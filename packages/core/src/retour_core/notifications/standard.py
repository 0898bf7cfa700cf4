"""The standard texts as rows: what an editor starts from. In the active language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.notifications.handover import (
    AS_PARCEL,
    HOWEVER_SENT,
    Handover,
    handover_of,
)
from retour_core.notifications.own import OwnText
from retour_core.notifications.values import pay_until

if TYPE_CHECKING:
    from retour_core.notifications.kinds import MailKind


def standard_text(kind: MailKind, language: str) -> OwnText:
    """Its placeholders are those of ``kind``. Where the standard paragraphs are kept in
    any case, the rows are the heading alone. It is true of every return method."""
    with translation.override(language):
        heading, *paragraphs = _words()[kind.key]
        rows: list[dict[str, Any]] = [{"type": "heading", "text": heading}]
        rows += [{"type": "paragraph", "text": text} for text in paragraphs]
        if kind.about_return:
            rows.append({"type": "button", "text": _("See your return"), "url": ""})
            rows.append({"type": "facts"})
        return OwnText(language, _subject(kind.key, HOWEVER_SENT), rows)


def standard_subject(key: str, method: str = "") -> str:
    """``method`` is that of the return, or empty."""
    return _subject(key, handover_of(method))


def _subject(key: str, handover: Handover) -> str:
    of_way = handover.subjects.get(key)
    if of_way is not None:
        return str(of_way)
    return {
        "requested": _("{brand}: we have your return request {rma}"),
        "approved": _("{brand}: your return {rma} is approved"),
        "fee_due": _("{brand}: please pay for the label of your return {rma}"),
        "rejected": _("{brand}: about your return request {rma}"),
        "kept": _("{brand}: you can keep the items of your return {rma}"),
        "ready": _("{brand}: your return {rma} is ready to send"),
        "reminder": _("{brand}: please send your return {rma} by {deadline}"),
        "in_transit": _("{brand}: your return {rma} is on its way"),
        "arrived": _("{brand}: your parcel {rma} was delivered to us"),
        "bounced": _("{brand}: your parcel {rma} comes back to you"),
        "received": _("{brand}: your return {rma} has arrived"),
        "settled": _("{brand}: your refund for {rma}"),
        "settled_otherwise": _("{brand}: your return {rma} is settled"),
        "cancelled": _("{brand}: your return {rma} is cancelled"),
        "label_expired": _("{brand}: the label of your return {rma} has run out"),
        "expired": _("{brand}: your return {rma} has ended"),
        "thread_message": _("{brand}: a message about your return {rma}"),
        "order_links": _("{brand}: your recent orders"),
        "withdrawal_acknowledged": _(
            "{brand}: we have received your withdrawal {reference}"
        ),
        "withdrawal_refused": _("{brand}: about your withdrawal {reference}"),
        "withdrawal_send_back_due": _(
            "{brand}: please send your items back by {day}"
        ).replace("{day}", "{deadline}"),
    }[key]


def _words() -> dict[str, list[str]]:
    amount = {"amount": "{amount}"}
    return {
        "requested": [
            _("We have your return request"),
            _(
                "We will look at it and write to you again. "
                "Please keep the items until then."
            ),
        ],
        "approved": [
            _("Your return is approved"),
            _("We are making your label. You get it by e-mail in a few minutes."),
        ],
        "fee_due": [
            _("Please pay for your return label"),
            _("Your label costs %(fee)s incl. VAT. We make it as soon as it is paid.")
            % {"fee": "{fee}"},
            pay_until("{deadline}"),
        ],
        "rejected": [
            _("We cannot accept this return"),
            " ".join((_("This is why:"), "{reason}")),
        ],
        "ready": [
            str(HOWEVER_SENT.ready),
            "{next_step}",
            HOWEVER_SENT.ready_money % amount,
        ],
        "reminder": [
            str(HOWEVER_SENT.reminder),
            _("Your return is waiting for you. Please hand it in by {deadline}."),
            str(HOWEVER_SENT.reminder_done),
        ],
        "in_transit": [
            _("Your return is on its way"),
            _("The carrier has your parcel. We write to you when it is here."),
        ],
        "arrived": [str(HOWEVER_SENT.arrived), str(HOWEVER_SENT.arrived_next)],
        "bounced": [
            _("Your parcel comes back to you"),
            _(
                "The carrier could not deliver it to us. Please write to us, and we "
                "find another way."
            ),
        ],
        "received": [str(HOWEVER_SENT.received), str(HOWEVER_SENT.received_next)],
        "settled": [_("Your return is settled")],
        "kept": [
            _("You can keep the items"),
            _(
                "Your return is approved, and there is nothing to send back. "
                "Your refund comes next."
            ),
        ],
        "cancelled": [
            _("Your return is cancelled"),
            str(HOWEVER_SENT.cancelled),
        ],
        "label_expired": [
            _("Your label has run out"),
            _(
                "Please do not use it any more. Your return is still open: get a new "
                "label on its page."
            ),
            str(AS_PARCEL.reminder_done),
        ],
        "expired": [
            _("Your return has ended"),
            _(
                "Your items did not come in time. You can start again as long as the "
                "time to return lasts."
            ),
            str(HOWEVER_SENT.reminder_done),
        ],
        "thread_message": [_("A message about your return")],
        "order_links": [_("Your recent orders")],
        "withdrawal_acknowledged": [_("We have received your withdrawal")],
        "withdrawal_refused": [_("About your withdrawal")],
        "withdrawal_send_back_due": [str(AS_PARCEL.reminder)],
    }
