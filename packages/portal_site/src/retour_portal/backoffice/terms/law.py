"""Why a policy or a rule cannot be like that, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from retour_core.domain.predicates import Problem
from retour_portal.backoffice.terms.words import OUTCOMES

# The texts of ``domain.policies.law.REASONS``, by its codes.
LAW = {
    "withdrawal_not_refused": _("A withdrawal is a right: no rule can refuse it."),
    "withdrawal_not_gated": _(
        "A withdrawal takes effect when it is declared: nobody has to approve it."
    ),
    "withdrawal_without_proof": _(
        "A withdrawal asks for nothing but name, order and e-mail: no photo, no answer."
    ),
    "withdrawal_without_restocking": _(
        "A withdrawal costs no restocking fee (CRD art. 9 and 14)."
    ),
    "withdrawal_without_charge": _(
        "No rule can charge for a withdrawal; the cost of sending back belongs in the "
        "withdrawal policy."
    ),
    "withdrawal_cost_not_told": _(
        "The consumer bears the cost of sending back only if told so before buying: "
        "confirm that you inform of it, or pay it yourself (CRD art. 14(1))."
    ),
    "withdrawal_direct_cost_only": _(
        "Of a withdrawal the consumer bears the direct cost of sending back, no more: "
        "set one fixed amount per return."
    ),
    "withdrawal_refunds_money": _(
        "A withdrawal is paid back as it was paid: offer the refund as well."
    ),
    "withdrawal_can_be_sent": _(
        "The consumer may send the goods back: offer a way besides the store."
    ),
    "withdrawal_window_too_short": _(
        "Consumers there have %(days)s days to withdraw: no fewer (CRD art. 9)."
    ),
    "withdrawal_from_receipt": _(
        "The days to withdraw begin with the delivery: put it first (CRD art. 9(2))."
    ),
    "withdrawal_rolls_over": _(
        "A last day on a weekend or public holiday moves on to the next working day "
        "(Regulation 1182/71 art. 3(4))."
    ),
    "withdrawal_late_accepted": _(
        "A late withdrawal is recorded and flagged, never refused by a machine."
    ),
    "withdrawal_not_inspected_first": _(
        "A withdrawal is paid back once the goods, or the proof that they were sent, "
        "have come: not after inspection (CRD art. 13(3))."
    ),
    "claim_is_free": _(
        "Putting right what is faulty or wrong costs the customer nothing "
        "(Directive (EU) 2019/771 art. 14)."
    ),
}
PROBLEMS = {
    **LAW,
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
    sentence: Any = PROBLEMS.get(problem.code)
    if sentence is None:
        return problem.message
    return str(sentence % problem.context) if "%(" in str(sentence) else str(sentence)
