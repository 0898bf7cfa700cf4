"""Comparisons, conditions and refusals in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from retour_core.domain.money import Money, format_money
from retour_core.domain.predicates import (
    Condition,
    FactKind,
    Operator,
    Problem,
    describe,
)
from retour_portal.backoffice.conditions.speech import Speech
from retour_portal.backoffice.typography import percent_text, quoted

OPERATOR_LABELS = {
    Operator.IS: gettext_lazy("is"),
    Operator.IS_NOT: gettext_lazy("is not"),
    Operator.IN: gettext_lazy("is one of"),
    Operator.NOT_IN: gettext_lazy("is none of"),
    Operator.CONTAINS: gettext_lazy("contains"),
    Operator.NOT_CONTAINS: gettext_lazy("does not contain"),
    Operator.STARTS_WITH: gettext_lazy("starts with"),
    Operator.GREATER: gettext_lazy("is greater than"),
    Operator.AT_LEAST: gettext_lazy("is at least"),
    Operator.LESS: gettext_lazy("is less than"),
    Operator.AT_MOST: gettext_lazy("is at most"),
    Operator.BETWEEN: gettext_lazy("is between"),
}
_PATTERNS = {
    Operator.IS: gettext_lazy("{fact} is {value}"),
    Operator.IS_NOT: gettext_lazy("{fact} is not {value}"),
    Operator.IN: gettext_lazy("{fact} is one of {value}"),
    Operator.NOT_IN: gettext_lazy("{fact} is none of {value}"),
    Operator.CONTAINS: gettext_lazy("{fact} contains {value}"),
    Operator.NOT_CONTAINS: gettext_lazy("{fact} does not contain {value}"),
    Operator.STARTS_WITH: gettext_lazy("{fact} starts with {value}"),
    Operator.GREATER: gettext_lazy("{fact} is greater than {value}"),
    Operator.AT_LEAST: gettext_lazy("{fact} is at least {value}"),
    Operator.LESS: gettext_lazy("{fact} is less than {value}"),
    Operator.AT_MOST: gettext_lazy("{fact} is at most {value}"),
    Operator.BETWEEN: gettext_lazy("{fact} is between {value} and {last}"),
}
PROBLEMS = {
    "contradiction": gettext_lazy(
        "No order can fit all that is said about “%(fact)s”."
    ),
    "currency_missing": gettext_lazy("Say in which currency the amount is."),
    "no_conditions": gettext_lazy("Add at least one condition."),
    "not_a_choice": gettext_lazy("“%(value)s” cannot be chosen here."),
    "not_a_country": gettext_lazy("“%(value)s” is no country."),
    "not_a_currency": gettext_lazy("“%(value)s” is no currency."),
    "not_a_date": gettext_lazy("“%(value)s” is no day such as 2026-11-30."),
    "not_a_flag": gettext_lazy("Choose yes or no."),
    "not_a_number": gettext_lazy("“%(value)s” is no whole number."),
    "not_a_percentage": gettext_lazy(
        "“%(value)s” is no percentage from 0 to 100, such as 12.5."
    ),
    "not_a_postal_code": gettext_lazy("“%(value)s” is no postal code."),
    "not_a_range": gettext_lazy("Fill in the first and the last value."),
    "not_an_amount": gettext_lazy("“%(value)s” is no amount such as 19.90."),
    "one_value": gettext_lazy("This comparison takes one value."),
    "operator_unfit": gettext_lazy("“%(fact)s” cannot be compared like this."),
    "range_lengths": gettext_lazy("Write both ends of the range equally long."),
    "range_turned": gettext_lazy(
        "The first value is greater than the last: swap them."
    ),
    "too_many_conditions": gettext_lazy("A rule has at most %(most)s conditions."),
    "too_many_digits": gettext_lazy(
        "%(currency)s has %(digits)s digits after the point."
    ),
    "too_many_values": gettext_lazy("A condition names at most %(most)s values."),
    "value_missing": gettext_lazy("Fill in a value to compare with."),
    "value_too_long": gettext_lazy(
        "A value is plain text of at most %(most)s characters."
    ),
}
_QUOTED = frozenset({FactKind.TEXT, FactKind.TEXTS})


def problem_text(problem: Problem, speech: Speech) -> str:
    """The refusal in the reader's language; the domain's English where we have none."""
    sentence = speech.problems.get(problem.code) or PROBLEMS.get(problem.code)
    if sentence is None:
        return problem.message
    context = dict(problem.context)
    if "fact" in context:
        context["fact"] = speech.labels[context["fact"]]
    return str(sentence % context) if context else str(sentence)


def sentences(conditions: Iterable[Condition], speech: Speech) -> list[str]:
    """Each condition in words."""
    patterns = {operator.value: str(text) for operator, text in _PATTERNS.items()}
    facts = {fact: str(label) for fact, label in speech.labels.items()}
    return [
        describe(condition, facts, patterns, partial(_value_name, condition, speech))
        for condition in conditions
    ]


def _value_name(condition: Condition, speech: Speech, value: str) -> str:
    match speech.fact(condition.fact).kind:
        case FactKind.CHOICE:
            return speech.choice_name(condition.fact, value)
        case FactKind.MONEY:
            money = Money.from_decimal(value, condition.currency)
            return format_money(money, get_language() or "en")
        case FactKind.PERCENT:
            return percent_text(Decimal(value))
        case FactKind.DATE:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        case FactKind.FLAG:
            return _("yes") if value == "true" else _("no")
        case kind:
            return quoted(value) if kind in _QUOTED else value
