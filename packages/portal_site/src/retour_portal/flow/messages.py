"""The domain's refusals in the customer's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from retour_core.domain.errors import DomainError
from retour_core.domain.policies import pick_text
from retour_core.domain.written_dates import date_locale
from retour_core.orders.models import Order
from retour_core.returns.refusals import NotShippedYet
from retour_portal.flow.number_doubts import doubt_sentence
from retour_portal.flow.plain_sentences import FALLBACK, PLAIN

Context = dict[str, Any]


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
    return frozenset(PLAIN) | frozenset(_COMPOSED)


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
    return _(PLAIN.get(code, FALLBACK))


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
        date.fromisoformat(context["last_day"]),
        "long",
        locale=date_locale(get_language() or "en"),
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
