"""The outcomes of a rule as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.domain.policies import UNLIMITED, Outcomes, Payer
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.values import (
    day_text,
    days_text,
    fee_text,
    list_text,
    own_text,
)
from retour_portal.backoffice.terms.words import METHODS, RESOLUTIONS
from retour_portal.backoffice.typography import percent_text

_Say = Callable[[Any, BrandTerms], str]


def outcome_sentences(outcomes: Outcomes, terms: BrandTerms) -> list[str]:
    """One each, as they follow “then”."""
    return [outcome_sentence(n, value, terms) for _slot, n, value in outcomes.given()]


def outcome_sentence(name: str, value: Any, terms: BrandTerms) -> str:
    if name in _FLAGS:
        is_yes, is_no = _FLAGS[name]
        return str(is_yes if value else is_no)
    return _SAY[name](value, terms)


def _window(days: Any, _terms: BrandTerms) -> str:
    if days == UNLIMITED:
        return _("it may be returned without a time limit")
    return _("it may be returned for %(days)s") % {"days": days_text(days)}


def _payer(payer: Payer, _terms: BrandTerms) -> str:
    if payer is Payer.MERCHANT:
        return _("we pay for sending it back")
    return _("the customer pays for sending it back")


def _format(text: Any, show: Callable[[Any], str]) -> _Say:
    return lambda value, _terms: str(text) % {"value": show(value)}


_FLAGS = {
    "returnable": (gettext_lazy("no later rule can refuse it"), ""),
    "needs_approval": (gettext_lazy("an agent has to approve it"), ""),
    "auto_approve": (gettext_lazy("it is approved by itself"), ""),
    "keep_item": (
        gettext_lazy("the customer keeps the item"),
        gettext_lazy("the item has to come back"),
    ),
    "require_photo": (
        gettext_lazy("the customer adds a photo"),
        gettext_lazy("no photo is asked for"),
    ),
}
_SAY: Mapping[str, _Say] = {
    "not_returnable": _format(
        gettext_lazy("it is not returnable: %(value)s"), own_text
    ),
    "window_days": _window,
    "extend_window_days": _format(
        gettext_lazy("%(value)s more to return it"), days_text
    ),
    "extend_window_until": _format(
        gettext_lazy("it is returnable at least until %(value)s"), day_text
    ),
    "fee": _format(gettext_lazy("the fee is: %(value)s"), fee_text),
    "fee_payer": _payer,
    "restocking_percent": _format(
        gettext_lazy("%(value)s of its price is kept for restocking"), percent_text
    ),
    "methods": _format(
        gettext_lazy("the ways to send it back are: %(value)s"),
        lambda value: list_text(METHODS, value),
    ),
    "resolutions": _format(
        gettext_lazy("the customer can choose: %(value)s"),
        lambda value: list_text(RESOLUTIONS, value),
    ),
    "return_address": lambda value, terms: (
        _("it goes to %(address)s")
        % {"address": terms.addresses.get(value, _("an address that is deleted"))}
    ),
    "carrier": lambda value, terms: (
        _("%(account)s is asked for the label first")
        % {"account": terms.carriers.get(value, _("a carrier account that is deleted"))}
    ),
    "require_answers": lambda value, terms: (
        _("the customer answers: %(questions)s")
        % {"questions": list_text(terms.questions, value)}
    ),
    "message": _format(gettext_lazy("the customer reads: %(value)s"), own_text),
}
