"""Every notification there is: when it goes out, and what its text may speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Placeholder:
    """``example`` is what a preview shows where no real return is at hand."""

    name: str
    about: Words
    example: str


@dataclass(frozen=True, kw_only=True)
class MailKind:
    """``key`` also names the standard text, a pair ``retour_mail/<key>.*``.

    ``obligatory`` are names without which a mail would not say what it is for: where a
    text leaves one out, the standard paragraphs follow it. ``keeps_standard``: they
    always do. ``is_statutory``: the law owes the customer that text (CRD art. 11a(4)),
    so it is also never unsubscribed from and never in another language than theirs.
    ``about_return``: has the facts and the tracking page of a return.
    """

    key: str
    title: Words
    sent: Words
    placeholders: tuple[Placeholder, ...]
    obligatory: frozenset[str] = frozenset()
    keeps_standard: bool = False
    is_statutory: bool = False
    may_unsubscribe: bool = False
    about_return: bool = True
    may_sms: bool = True

    @property
    def names(self) -> list[str]:
        return [placeholder.name for placeholder in self.placeholders]


_BRAND = Placeholder("brand", _("the brand’s name"), "Nordwand")
_RMA = Placeholder("rma", _("the RMA number"), "J6VN-GH6B-CFN7")
_ORDER = Placeholder("order", _("the order’s number"), "100234")
_NAME = Placeholder("name", _("the customer’s name"), "Anna Berg")
_LINK = Placeholder(
    "link", _("address of the return’s own page"), "https://returns.example/r/k3y"
)
_AMOUNT = Placeholder("amount", _("the refund, with its currency"), "€59.90")
_NEXT = Placeholder(
    "next_step",
    _("what to do now, fitting to the return method"),
    "Print the label and hand the parcel in.",
)
_REASON = Placeholder("reason", _("why it is not accepted"), "The time is over.")
_DAY = Placeholder("deadline", _("last day to send the items"), "24 June 2026")
_FEE = Placeholder("fee", _("the fee for the label, with its currency"), "€4.95")
_PAY_BY = Placeholder("deadline", _("last day to pay the fee"), "24 June 2026")
_REFERENCE = Placeholder("reference", _("the withdrawal’s reference"), "YAKM-S9ED-D1RM")

_OF_RETURN = (_NAME, _BRAND, _RMA, _ORDER, _LINK)
_OF_WITHDRAWAL = (_BRAND, _REFERENCE)


def _of_withdrawal(
    key: str, title: Words, sent: Words, *, more: tuple[Placeholder, ...] = ()
) -> MailKind:
    return MailKind(
        key=key,
        title=title,
        sent=sent,
        placeholders=(*_OF_WITHDRAWAL, *more),
        keeps_standard=True,
        is_statutory=True,
        about_return=False,
        may_sms=False,
    )


_ALL = (
    MailKind(
        key="requested",
        title=_("Return requested"),
        sent=_("A customer has asked for a return, and it waits for approval."),
        placeholders=_OF_RETURN,
    ),
    MailKind(
        key="approved",
        title=_("Return approved"),
        sent=_("Somebody has approved a return, and its label is being made."),
        placeholders=_OF_RETURN,
    ),
    MailKind(
        key="fee_due",
        title=_("Return fee to be paid"),
        sent=_(
            "The label waits for the return fee: at once where somebody approved the "
            "return, else after an hour, and again three days before the time is over."
        ),
        placeholders=(*_OF_RETURN, _FEE, _PAY_BY),
        obligatory=frozenset({"fee", "deadline"}),
    ),
    MailKind(
        key="rejected",
        title=_("Return not accepted"),
        sent=_("Somebody has rejected a return."),
        placeholders=(*_OF_RETURN, _REASON),
        obligatory=frozenset({"reason"}),
    ),
    MailKind(
        key="ready",
        title=_("Label ready"),
        sent=_("The items can be sent: the label is there, or none is needed."),
        placeholders=(*_OF_RETURN, _NEXT, _AMOUNT),
        obligatory=frozenset({"next_step"}),
    ),
    MailKind(
        key="reminder",
        title=_("Reminder to send the items"),
        sent=_("Three days before the last day, if the items are not on their way."),
        placeholders=(*_OF_RETURN, _DAY),
        obligatory=frozenset({"deadline"}),
        may_unsubscribe=True,
    ),
    MailKind(
        key="in_transit",
        title=_("Parcel on its way"),
        sent=_("The carrier has the parcel."),
        placeholders=_OF_RETURN,
    ),
    MailKind(
        key="arrived",
        title=_("Parcel delivered"),
        sent=_("The carrier has delivered the parcel; nobody has opened it yet."),
        placeholders=_OF_RETURN,
    ),
    MailKind(
        key="bounced",
        title=_("Parcel goes back"),
        sent=_("The carrier could not deliver the parcel and takes it back."),
        placeholders=_OF_RETURN,
    ),
    MailKind(
        key="received",
        title=_("Return received"),
        sent=_("The items have arrived and are looked at."),
        placeholders=(*_OF_RETURN, _AMOUNT),
    ),
    MailKind(
        key="settled",
        title=_("Return settled"),
        sent=_("Money, store credit or new items are on their way to the customer."),
        placeholders=_OF_RETURN,
        keeps_standard=True,
    ),
    MailKind(
        key="kept",
        title=_("Items may be kept"),
        sent=_("A return is approved, and nothing needs to come back."),
        placeholders=(*_OF_RETURN, _AMOUNT),
    ),
    MailKind(
        key="cancelled",
        title=_("Return cancelled"),
        sent=_("The customer or somebody of yours has cancelled a return."),
        placeholders=_OF_RETURN,
    ),
    MailKind(
        key="label_expired",
        title=_("Label ran out"),
        sent=_("A label ran out unused while the return is still open."),
        placeholders=_OF_RETURN,
    ),
    MailKind(
        key="expired",
        title=_("Return ended"),
        sent=_(
            "A return ran out: the items were not sent, or its fee was not paid, in "
            "time."
        ),
        placeholders=_OF_RETURN,
    ),
    MailKind(
        key="thread_message",
        title=_("Question or message"),
        sent=_("Somebody has written to the customer about a return."),
        placeholders=_OF_RETURN,
        keeps_standard=True,
        may_sms=False,
    ),
    MailKind(
        key="order_links",
        title=_("Link to the orders"),
        sent=_("A customer could not find the order’s number and asked for it."),
        placeholders=(_BRAND,),
        keeps_standard=True,
        about_return=False,
        may_sms=False,
    ),
    _of_withdrawal(
        "withdrawal_acknowledged",
        _("Withdrawal acknowledged"),
        _("At once, when a customer has withdrawn from a contract."),
    ),
    _of_withdrawal(
        "withdrawal_refused",
        _("Withdrawal refused"),
        _("Somebody has looked at a withdrawal and does not accept it."),
    ),
    _of_withdrawal(
        "withdrawal_send_back_due",
        _("Reminder after a withdrawal"),
        _("Three days before the last day to send the items back."),
        more=(_DAY,),
    ),
)

KINDS: dict[str, MailKind] = {kind.key: kind for kind in _ALL}


def examples_of(placeholders: Iterable[Placeholder]) -> dict[str, str]:
    """The examples by name."""
    return {placeholder.name: placeholder.example for placeholder in placeholders}
