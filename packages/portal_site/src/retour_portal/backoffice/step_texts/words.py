"""What editors read about the steps and their slots."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Title, and when a customer sees it.
STEP_WORDS: dict[str, tuple[Promise, Promise]] = {
    "lookup": (
        _("Find the order"),
        _("The first page, and the form on the home page."),
    ),
    "gift": (_("Gift"), _("For who got something as a present.")),
    "find_help": (
        _("Order number not found"),
        _("Where to look, and the mail with a link to the orders."),
    ),
    "orders": (
        _("Several orders: choice"),
        _("What the link in that mail opens: the orders of an e-mail address."),
    ),
    "refused": (
        _("Order cannot be returned"),
        _("The reason always stands there; your note stands below it."),
    ),
    "expired": (
        _("Draft too old"),
        _("A return that was begun more than 24 hours ago and never sent."),
    ),
    "not_here": (
        _("Order not here yet"),
        _("Somebody comes from the shop before their order does."),
    ),
    "link": (
        _("Link does not work"),
        _("A link of the shop, a slip or a mail that is wrong or too old."),
    ),
    "items": (_("Choose items"), _("What goes back, or what is faulty.")),
    "reasons": (
        _("Reasons"),
        _("Why each item comes back, with questions and photos."),
    ),
    "resolutions": (
        _("Resolution"),
        _("Refund, exchange, credit, where nothing has to be sent."),
    ),
    "method": (_("Way back"), _("How the parcel travels.")),
    "ways": (
        _("Names of the ways back"),
        _("Where a customer chooses one, and wherever it is named afterwards."),
    ),
    "review": (
        _("Check and send"),
        _("The last look. Sums, addresses and fees always stand there."),
    ),
    "group": (
        _("Several orders: overview"),
        _("All orders of one customer, before and after they are sent."),
    ),
    "done": (_("Confirmation"), _("Right after a return was sent.")),
    "label": (
        _("Label or code"),
        _("On the confirmation and on the page of the return."),
    ),
    "tracking": (_("Page of the return"), _("Where it is, and what comes next.")),
    "parcel": (
        _("Own tracking number"),
        _("For parcels sent with a carrier of the customer’s choice."),
    ),
    "messages": (_("Messages and photos"), _("Questions and answers about a return.")),
    "pay": (
        _("Pay for the label"),
        _("Where the fee is paid first; the amount always stands there."),
    ),
    "pay_onward": (
        _("To the payment"),
        _("For a moment, before the page of the payment service."),
    ),
    "pay_waiting": (
        _("Back from the payment"),
        _("As long as the payment service has not confirmed it."),
    ),
    "change": (_("Change the way back"), _("After sending, while it is possible.")),
    "cancel": (_("Cancel"), _("Asked before a return is cancelled.")),
    "open": (
        _("Old link"),
        _("A link to a return that is more than a month old asks for the postal code."),
    ),
    "dropoffs": (_("Drop-off points"), _("The search for places to hand a parcel in.")),
    "unsubscribe": (
        _("No more reminders"),
        _("What the link at the end of a reminder opens."),
    ),
}

_NOTE = _("Your note")
_SLOT_NAMES: dict[str, Promise] = {
    "title": _("Heading"),
    "lead": _("Introduction"),
    "note": _NOTE,
    "button": _("Button"),
    "number_hint": _("Hint at the order number"),
    "postal_code_hint": _("Hint at the postal code"),
    "name_hint": _("Hint at the name"),
    "email_hint": _("Hint at the e-mail address"),
    "address_hint": _("Hint at the address"),
    "code_hint": _("Hint at the code"),
    "no_code": _("Link for who has no code"),
    "has_code": _("Link for who has a code"),
    "comment_hint": _("Hint at the comment"),
    "wish_hint": _("Hint at the wish for an exchange"),
    "no_postal_code": _("Hint for countries without postal codes"),
    "gift": _("Link for gifts"),
    "help": _("Link to help with the order number"),
    "bought": _("Link for buyers"),
    "back": _("Button back to the search"),
    "where_title": _("Heading of the places to look"),
    "where_mail": _("Place to look: mail"),
    "where_account": _("Place to look: account"),
    "where_slip": _("Place to look: parcel"),
    "where_tracking": _("Place to look: tracking number"),
    "mail_title": _("Heading of the form"),
    "mail_lead": _("Introduction of the form"),
    "sent_title": _("Heading once it is sent"),
    "sent_help": _("Help once it is sent"),
    "sent_lead": _("Introduction once it is sent"),
    "sent_note": _("Your note once it is sent"),
    "sent": _("Answer to a message"),
    "claim_title": _("Heading where something is faulty"),
    "claim_note": _("Your note where something is faulty"),
    "other_order": _("Link to other orders"),
    "nothing_wrong": _("Link back from what is faulty"),
    "next_title": _("Heading of what comes next"),
    "next_check": _("What comes next: the parcel is checked"),
    "next_check_store": _("What comes next: the items handed in are checked"),
    "follow": _("Button to the page of the return"),
    "waiting": _("While the label is made"),
    "code": _("Introduction of the code"),
    "dates_note": _("Your note at the last day"),
    "timeline_title": _("Heading of what happened"),
    "cancelled_note": _("Your note once it is cancelled"),
    "question_title": _("Heading of a question of yours"),
    "question_button": _("Button to your question"),
    "nothing_yet": _("While there is no message"),
    "answer_button": _("Button of an answer"),
    "keep": _("Button that cancels nothing"),
    "drop_off_point": _("Drop-off point, printed label: name"),
    "drop_off_point_hint": _("Drop-off point, printed label: hint"),
    "labelless_drop_off": _("Drop-off point, code: name"),
    "labelless_drop_off_hint": _("Drop-off point, code: hint"),
    "pick_up": _("Pick-up: name"),
    "pick_up_hint": _("Pick-up: hint"),
    "in_store": _("Store: name"),
    "in_store_hint": _("Store: hint"),
    "own_carrier": _("Carrier of the customer’s choice: name"),
}


def step_title(key: str) -> str:
    return str(STEP_WORDS[key][0])


def slot_label(name: str) -> str:
    return str(_SLOT_NAMES[name])
