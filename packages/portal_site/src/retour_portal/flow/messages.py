"""The domain's refusals in the customer's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from retour_core.domain.errors import DomainError
from retour_core.domain.policies import pick_text
from retour_core.orders.models import Order
from retour_core.returns.refusals import NotShippedYet
from retour_portal.flow.number_doubts import doubt_sentence

Context = dict[str, Any]

_NOT_PLACED = gettext_noop(
    "This label can only be printed as the carrier made it. "
    "Print it at its actual size."
)
_PLAIN = {
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
_FALLBACK = gettext_noop(
    "That did not work. Nothing was changed; please try again or contact us."
)


def sentence_for(error: DomainError) -> str:
    """What went wrong, in the active language; unknown codes get a calm sentence."""
    composed = _COMPOSED.get(error.code)
    if composed is not None:
        return composed(error.context)
    return _plain(error.code)


def refusal_of(order: Order, error: DomainError) -> str:
    """Why ``order`` is not taken back: the brand's own words where it has some."""
    if isinstance(error, NotShippedYet) and order.brand.unshipped_message:
        return order.brand.unshipped_message
    return sentence_for(error)


def known_codes() -> frozenset[str]:
    return frozenset(_PLAIN) | frozenset(_COMPOSED)


def nothing_chosen() -> str:
    return _plain("nothing_chosen")


def method_not_offered() -> str:
    return _plain("method_not_offered")


def parcels_invalid(most: int) -> str:
    return _("Enter a number of parcels from 1 to %(most)s.") % {"most": most}


def reason_missing(title: str) -> str:
    return _("Choose why “%(title)s” comes back.") % {"title": title}


def comment_too_long(title: str, most: int) -> str:
    return _("“%(title)s”: keep your comment to %(most)s characters.") % {
        "title": title,
        "most": most,
    }


def answer_wrong(error: DomainError, title: str, question: str) -> str:
    """``AnswerMissing`` or ``AnswerInvalid``, beside the question."""
    words = {"title": title, "question": question}
    if error.code == "answer_missing":
        return _("“%(title)s”: answer “%(question)s”.") % words
    if "most" in error.context:
        return ngettext(
            "“%(title)s”: keep your answer to %(most)s character.",
            "“%(title)s”: keep your answer to %(most)s characters.",
            error.context["most"],
        ) % {**words, "most": error.context["most"]}
    return _("“%(title)s”: choose one of the answers to “%(question)s”.") % words


def nothing_left(title: str) -> str:
    return _("“%(title)s” cannot be returned any more.") % {"title": title}


def only_some_left(title: str, available: int) -> str:
    return ngettext(
        "Only %(available)s of “%(title)s” can still be returned.",
        "Only %(available)s of “%(title)s” can still be returned.",
        available,
    ) % {"available": available, "title": title}


def quantity_invalid(title: str, available: int) -> str:
    return _("“%(title)s”: enter a whole number from 1 to %(available)s.") % {
        "title": title,
        "available": available,
    }


def _plain(code: str) -> str:
    return _(_PLAIN.get(code, _FALLBACK))


def _not_available(context: Context) -> str:
    if context["available"] == 0:
        return nothing_left(context["item"])
    return only_some_left(context["item"], context["available"])


def _quantity_invalid(context: Context) -> str:
    return _("“%(title)s”: enter a whole number, at least 1.") % {
        "title": context["item"]
    }


def _window_closed(context: Context) -> str:
    day = format_date(
        date.fromisoformat(context["last_day"]), "long", locale=get_language() or "en"
    )
    if "item" not in context:
        return _("The time to return this order ended on %(day)s.") % {"day": day}
    return _("“%(title)s”: the time to return it ended on %(day)s.") % {
        "title": context["item"],
        "day": day,
    }


def _not_returnable(context: Context) -> str:
    reason = pick_text(context["reasons"], get_language() or "en")
    return _("“%(title)s” cannot be returned: %(reason)s") % {
        "title": context["item"],
        "reason": reason,
    }


def _answers_missing(context: Context) -> str:
    return _("Answer our questions about “%(title)s”.") % {"title": context["item"]}


def _photos_missing(context: Context) -> str:
    return _("Add a photo of “%(title)s”.") % {"title": context["item"]}


def _resolution_not_offered(context: Context) -> str:
    return _("Choose another way to settle “%(title)s”.") % {"title": context["item"]}


def _photo_too_large(context: Context) -> str:
    return _(
        "“%(name)s” is larger than %(most)s MB. Choose a smaller size in your camera "
        "or send a screenshot of it."
    ) % {"name": context["name"], "most": context["most"]}


def _photo_too_many_pixels(context: Context) -> str:
    return _(
        "“%(name)s” has more than %(most)s megapixels. Make it smaller or send a "
        "screenshot of it."
    ) % {"name": context["name"], "most": context["most"]}


def _photo_unsupported(context: Context) -> str:
    return _(
        "“%(name)s” is no photo we can read. Send a JPEG, PNG, WebP or HEIC file, or a "
        "screenshot of it."
    ) % {"name": context["name"]}


def _photo_damaged(context: Context) -> str:
    return _(
        "“%(name)s” is incomplete or damaged. Take it again or send a screenshot of it."
    ) % {"name": context["name"]}


def _too_many_photos(context: Context) -> str:
    if context["left"] == 0:
        return _(
            "A return has room for %(most)s photos, and there are that many. Remove "
            "one before you add another."
        ) % {"most": context["most"]}
    return ngettext(
        "A return has room for %(most)s photos: %(left)s more fits. Choose fewer.",
        "A return has room for %(most)s photos: %(left)s more fit. Choose fewer.",
        context["left"],
    ) % {"most": context["most"], "left": context["left"]}


def _message_too_long(context: Context) -> str:
    return _("Keep your message to %(most)s characters, or send two.") % {
        "most": context["most"]
    }


def _reason_not_offered(context: Context) -> str:
    return reason_missing(context["item"])


def _answer_missing(context: Context) -> str:
    return _("“%(title)s”: a question is not answered yet.") % {
        "title": context["item"]
    }


def _answer_invalid(context: Context) -> str:
    return _("“%(title)s”: an answer does not fit its question.") % {
        "title": context["item"]
    }


_COMPOSED: dict[str, Callable[[Context], str]] = {
    "quantity_not_available": _not_available,
    "quantity_invalid": _quantity_invalid,
    "window_closed": _window_closed,
    "not_returnable": _not_returnable,
    "answers_missing": _answers_missing,
    "tracking_number_doubtful": doubt_sentence,
    "photos_missing": _photos_missing,
    "resolution_not_offered": _resolution_not_offered,
    "photo_too_large": _photo_too_large,
    "photo_too_many_pixels": _photo_too_many_pixels,
    "photo_unsupported": _photo_unsupported,
    "photo_damaged": _photo_damaged,
    "too_many_photos": _too_many_photos,
    "message_too_long": _message_too_long,
    "reason_not_offered": _reason_not_offered,
    "answer_missing": _answer_missing,
    "answer_invalid": _answer_invalid,
    "question_unknown": _answer_invalid,
}
