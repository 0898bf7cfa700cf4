"""What an operation refused, as staff read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from retour_core.domain.errors import DomainError
from retour_core.domain.policies import PolicyInvalid, pick_text
from retour_core.returns.choices import StateChoices
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.refusals.override import override_sentence
from retour_portal.backoffice.refusals.plain import PLAIN
from retour_portal.backoffice.terms.law import term_problem


def refusal_words(refusal: DomainError) -> str:
    """The refusal in the reader's language, by its code and its facts; the operation's
    own words where nothing is said of its code here."""
    composed = _COMPOSED.get(refusal.code)
    if composed is not None:
        return composed(refusal)
    return str(PLAIN.get(refusal.code, refusal.message))


def known_codes() -> frozenset[str]:
    return frozenset(PLAIN) | frozenset(_COMPOSED)


def _transition(refusal: DomainError) -> str:
    facts = refusal.context
    match facts.get("why"):
        case "not_received":
            return _(
                "Book in what came first; a parcel that does not come at all is "
                "cancelled."
            )
        case "not_inspected":
            return _("Only items that came and are not settled can be sent back.")
    if "target" not in facts:
        return refusal.message
    return _("The return is “%(current)s” and cannot become “%(target)s”.") % {
        "current": StateChoices(facts["current"]).label,
        "target": StateChoices(facts["target"]).label,
    }


def _received(refusal: DomainError) -> str:
    facts = refusal.context
    if "item" not in facts:
        return refusal.message
    if facts["missing"] == facts["announced"]:
        return _("That is more of “%(item)s” than was announced: %(missing)s.") % facts
    return _("That is more of “%(item)s” than is still to come: %(missing)s.") % facts


def _sent_back(refusal: DomainError) -> str:
    facts = refusal.context
    if "most" not in facts:
        return _("Only items that came and are not in order can be sent back.")
    return _("Of “%(item)s”, only %(most)s can be sent back.") % facts


def _not_available(refusal: DomainError) -> str:
    facts = refusal.context
    if facts["available"] == 0:
        return _("“%(item)s” cannot be returned any more.") % facts
    return _("Of “%(item)s”, only %(available)s can still be returned.") % facts


def _refund_too_high(refusal: DomainError) -> str:
    facts = refusal.context
    left = money_text(max(facts["available_minor"], 0), facts["currency"])
    return _("This refund is more than what is left of the payment: %(left)s.") % {
        "left": left
    }


def _message_too_long(refusal: DomainError) -> str:
    return (
        _("A message has at most %(most)s characters: shorten it, or send two.")
        % refusal.context
    )


def _reason_too_long(refusal: DomainError) -> str:
    return _("Shorten the reason to %(most)s characters.") % refusal.context


def _window(refusal: DomainError) -> str:
    facts = refusal.context
    if not facts.get("last_day"):
        return _("The time to return is over.")
    day = date_format(date.fromisoformat(facts["last_day"]), "DATE_FORMAT")
    if "item" not in facts:
        return _("The time to return this order ended on %(day)s.") % {"day": day}
    told = {"item": facts["item"], "day": day}
    return _("The time to return “%(item)s” ended on %(day)s.") % told


def _not_returnable(refusal: DomainError) -> str:
    facts = refusal.context
    reason = pick_text(facts["reasons"], get_language() or "en")
    told = {"item": facts["item"], "reason": reason}
    return _("“%(item)s” cannot be returned: %(reason)s") % told


def _policy(refusal: DomainError) -> str:
    if not isinstance(refusal, PolicyInvalid):
        return refusal.message
    return " ".join(term_problem(problem) for problem in refusal.problems)


_COMPOSED: dict[str, Callable[[DomainError], str]] = {
    "message_too_long": _message_too_long,
    "not_returnable": _not_returnable,
    "override_refused": override_sentence,
    "policy_invalid": _policy,
    "quantity_not_available": _not_available,
    "received_too_many": _received,
    "refund_reason_too_long": _reason_too_long,
    "refund_too_high": _refund_too_high,
    "sent_back_too_many": _sent_back,
    "transition_refused": _transition,
    "window_closed": _window,
}
