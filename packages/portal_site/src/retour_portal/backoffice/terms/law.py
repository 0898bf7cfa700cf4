"""Why a policy or a rule cannot be like that, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from retour_core.domain.predicates import Problem
from retour_core.policies.explaining import law_reason
from retour_core.policies.names import REASONS
from retour_portal.backoffice.terms.words import OUTCOMES

PROBLEMS = {
    "currency_twice": _("Give one amount for each currency."),
    "currency_unknown": _("There is no such currency."),
    "fee_negative": _("A fee is not below zero."),
    "fee_twice": _("A fee is either an amount or a percentage, not both."),
    "invalid_amount": _("Write an amount such as 4.95."),
    "named_twice": _("Name each of them once."),
    "no_outcomes": _("Say what the rule decides: add at least one outcome."),
    "not_a_choice": _("Choose one of those offered."),
    "not_a_country": _("“%(value)s” is no country."),
    "not_days": _("Write a whole number of days from 0 to %(most)s."),
    "not_a_percentage": _("Write a percentage from 0 to 100, such as 12.5."),
    "not_plain_text": _("Control characters are not allowed."),
    "too_many_digits": _("At most two digits after the point."),
    "value_missing": _("Fill in a value."),
    "window_terms_invalid": _(
        "A season begins, ends, and then its last day to return follows."
    ),
}


def _range_problem(problem: Problem) -> str:
    if "le" in problem.context:
        return str(_("Write at most %(most)s.") % {"most": problem.context["le"]})
    return str(_("Write at least %(least)s.") % {"least": problem.context["ge"]})


def term_problem(problem: Problem) -> str:
    """The refusal in the reader's language; the domain's English where we have none."""
    if problem.code == "contradictory_outcomes":
        first, second = (OUTCOMES[name] for name in problem.context["outcomes"])
        return str(
            _("“%(first)s” and “%(second)s” contradict each other: keep one.")
            % {"first": first, "second": second}
        )
    if problem.code == "out_of_range":
        return _range_problem(problem)
    if problem.code in REASONS:
        return law_reason(problem.code, **problem.context)
    sentence: Any = PROBLEMS.get(problem.code)
    if sentence is None:
        return problem.message
    return str(sentence % problem.context) if "%(" in str(sentence) else str(sentence)
