"""A condition as people read it. Other languages hand in their own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from retour_core.domain import predicates
from retour_core.domain.predicates import PATTERNS
from retour_core.domain.shipping_rules.conditions import Condition

__all__ = ["FACT_NAMES", "PATTERNS", "describe"]

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
    return predicates.describe(
        condition, facts, patterns, lambda value: name_of(condition, value)
    )
