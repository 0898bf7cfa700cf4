"""Facts, comparisons and refusals of shipping rules in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from retour_core.domain.countries import country_name
from retour_core.domain.money import Money, format_money
from retour_core.domain.shipping_rules import (
    Condition,
    FactKind,
    Operator,
    RuleInvalid,
    RuleProblem,
    describe,
    parse_conditions,
)
from retour_core.orders.models import ShippingRule

FACT_LABELS = {
    "shop": gettext_lazy("Shop"),
    "sales_channel": gettext_lazy("Sales channel"),
    "country": gettext_lazy("Country"),
    "postal_code": gettext_lazy("Postal code"),
    "tag": gettext_lazy("Tag"),
    "sku": gettext_lazy("SKU"),
    "category": gettext_lazy("Category"),
    "total": gettext_lazy("Order total"),
    "currency": gettext_lazy("Currency"),
    "weight_grams": gettext_lazy("Weight in grams"),
    "units": gettext_lazy("Number of units"),
}
OPERATOR_LABELS = {
    Operator.IS: gettext_lazy("is"),
    Operator.IS_NOT: gettext_lazy("is not"),
    Operator.IN: gettext_lazy("is one of"),
    Operator.NOT_IN: gettext_lazy("is none of"),
    Operator.CONTAINS: gettext_lazy("contains"),
    Operator.NOT_CONTAINS: gettext_lazy("does not contain"),
    Operator.STARTS_WITH: gettext_lazy("starts with"),
    Operator.GREATER: gettext_lazy("is greater than"),
    Operator.LESS: gettext_lazy("is less than"),
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
    Operator.LESS: gettext_lazy("{fact} is less than {value}"),
    Operator.BETWEEN: gettext_lazy("{fact} is between {value} and {last}"),
}
_PROBLEMS = {
    "contradiction": gettext_lazy(
        "No order can fit all that is said about “%(fact)s”."
    ),
    "no_conditions": gettext_lazy("Add at least one condition."),
    "not_a_country": gettext_lazy("“%(value)s” is no country."),
    "not_a_currency": gettext_lazy("“%(value)s” is no currency."),
    "not_a_number": gettext_lazy("“%(value)s” is no whole number."),
    "not_a_postal_code": gettext_lazy("“%(value)s” is no postal code."),
    "not_a_range": gettext_lazy("Fill in the first and the last value."),
    "not_an_amount": gettext_lazy("“%(value)s” is no amount such as 19.90."),
    "one_value": gettext_lazy("This comparison takes one value."),
    "operator_unfit": gettext_lazy("“%(fact)s” cannot be compared like this."),
    "range_lengths": gettext_lazy("Write both ends of the range equally long."),
    "range_turned": gettext_lazy(
        "The first value is greater than the last: swap them."
    ),
    "shop_unknown": gettext_lazy("Choose one of your shops."),
    "shops_missing": gettext_lazy(
        "Add a condition that names the shops this rule is for: it must not take "
        "orders of brands you do not administer."
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


def problem_text(problem: RuleProblem) -> str:
    sentence = _PROBLEMS.get(problem.code)
    if sentence is None:
        return problem.message
    context = dict(problem.context)
    if "fact" in context:
        context["fact"] = FACT_LABELS[context["fact"]]
    return str(sentence % context) if context else str(sentence)


def sentences(rule: ShippingRule, shop_names: Mapping[str, str]) -> list[str] | None:
    """Each condition of the rule in words; ``None`` if they cannot be read.

    ``shop_names`` by the shops' keys; one that is missing is none of the reader's.
    """
    try:
        conditions = parse_conditions(rule.conditions)
    except RuleInvalid:
        return None
    patterns = {operator.value: str(text) for operator, text in _PATTERNS.items()}
    facts = {fact: str(label) for fact, label in FACT_LABELS.items()}

    def name_of(condition: Condition, value: str) -> str:
        return _value_name(condition, value, shop_names)

    return [
        describe(condition, facts=facts, patterns=patterns, name_of=name_of)
        for condition in conditions
    ]


def _value_name(condition: Condition, value: str, shops: Mapping[str, str]) -> str:
    locale = get_language() or "en"
    if condition.fact == "shop":
        return shops.get(value, _("another shop"))
    if condition.fact == "country":
        return country_name(value, locale)
    if condition.kind is FactKind.MONEY:
        return format_money(Money.from_decimal(value, condition.currency), locale)
    return f"“{value}”" if condition.kind in _QUOTED else value


_QUOTED = frozenset({FactKind.TEXT, FactKind.TEXTS})
