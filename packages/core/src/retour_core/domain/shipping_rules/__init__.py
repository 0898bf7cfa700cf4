"""Shipping rules: *if* an order is like this *then* it was sent from that address.

Pure: what is known of an order comes in as :class:`Facts`, rules as rows a form made.
The first rule whose conditions all hold decides.
"""

from __future__ import annotations

from retour_core.domain.shipping_rules.checks import check_rule
from retour_core.domain.shipping_rules.conditions import (
    MAX_CONDITIONS,
    MAX_VALUE_LENGTH,
    MAX_VALUES,
    Condition,
    RuleInvalid,
    RuleProblem,
    dump_conditions,
    parse_conditions,
)
from retour_core.domain.shipping_rules.matching import Facts, Rule, first_match
from retour_core.domain.shipping_rules.sentences import (
    FACT_NAMES,
    PATTERNS,
    describe,
)
from retour_core.domain.shipping_rules.vocabulary import (
    FACTS,
    OPERATORS,
    FactKind,
    Operator,
)

__all__ = [
    "FACTS",
    "FACT_NAMES",
    "MAX_CONDITIONS",
    "MAX_VALUES",
    "MAX_VALUE_LENGTH",
    "OPERATORS",
    "PATTERNS",
    "Condition",
    "FactKind",
    "Facts",
    "Operator",
    "Rule",
    "RuleInvalid",
    "RuleProblem",
    "check_rule",
    "describe",
    "dump_conditions",
    "first_match",
    "parse_conditions",
]
