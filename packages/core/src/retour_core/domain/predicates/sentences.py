"""A condition as people read it. Other languages hand in their own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from retour_core.domain.predicates.conditions import Condition
from retour_core.domain.predicates.vocabulary import Operator

PATTERNS: Mapping[str, str] = {
    Operator.IS: "{fact} is {value}",
    Operator.IS_NOT: "{fact} is not {value}",
    Operator.IN: "{fact} is one of {value}",
    Operator.NOT_IN: "{fact} is none of {value}",
    Operator.CONTAINS: "{fact} contains {value}",
    Operator.NOT_CONTAINS: "{fact} does not contain {value}",
    Operator.STARTS_WITH: "{fact} starts with {value}",
    Operator.GREATER: "{fact} is greater than {value}",
    Operator.AT_LEAST: "{fact} is at least {value}",
    Operator.LESS: "{fact} is less than {value}",
    Operator.AT_MOST: "{fact} is at most {value}",
    Operator.BETWEEN: "{fact} is between {value} and {last}",
}


def describe(
    condition: Condition,
    facts: Mapping[str, str],
    patterns: Mapping[str, str],
    name_of: Callable[[str], str],
) -> str:
    """“Country is one of DE, AT”. ``patterns`` are ``str.format`` texts by operator;
    ``name_of`` turns a value into what people call it (a shop's key, a country)."""
    names = [name_of(value) for value in condition.values]
    is_range = condition.operator is Operator.BETWEEN
    return str(patterns[condition.operator]).format(
        fact=facts[condition.fact],
        value=names[0] if is_range else ", ".join(names),
        last=names[-1],
    )
