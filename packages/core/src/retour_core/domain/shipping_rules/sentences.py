"""A condition as people read it. Other languages hand in their own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from retour_core.domain.shipping_rules.conditions import Condition
from retour_core.domain.shipping_rules.vocabulary import Operator

FACT_NAMES: Mapping[str, str] = {
    "shop": "Shop",
    "sales_channel": "Sales channel",
    "country": "Country",
    "postal_code": "Postal code",
    "tag": "Tag",
    "sku": "SKU",
    "category": "Category",
    "total": "Order total",
    "currency": "Currency",
    "weight_grams": "Weight in grams",
    "units": "Number of units",
}
PATTERNS: Mapping[str, str] = {
    Operator.IS: "{fact} is {value}",
    Operator.IS_NOT: "{fact} is not {value}",
    Operator.IN: "{fact} is one of {value}",
    Operator.NOT_IN: "{fact} is none of {value}",
    Operator.CONTAINS: "{fact} contains {value}",
    Operator.NOT_CONTAINS: "{fact} does not contain {value}",
    Operator.STARTS_WITH: "{fact} starts with {value}",
    Operator.GREATER: "{fact} is greater than {value}",
    Operator.LESS: "{fact} is less than {value}",
    Operator.BETWEEN: "{fact} is between {value} and {last}",
}


def describe(
    condition: Condition,
    *,
    facts: Mapping[str, str] = FACT_NAMES,
    patterns: Mapping[str, str] = PATTERNS,
    name_of: Callable[[Condition, str], str] = lambda condition, value: (
        f"{value} {condition.currency}".strip()
    ),
) -> str:
    """“Country is one of DE, AT”. ``patterns`` are ``str.format`` texts by operator;
    ``name_of`` turns a value into what people call it (a shop's key, a country)."""
    names = [name_of(condition, value) for value in condition.values]
    is_range = condition.operator is Operator.BETWEEN
    return str(patterns[condition.operator]).format(
        fact=facts[condition.fact],
        value=names[0] if is_range else ", ".join(names),
        last=names[-1],
    )
