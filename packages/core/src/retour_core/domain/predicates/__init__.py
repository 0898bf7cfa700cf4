"""Conditions over documented facts: what all kinds of rules share.

A kind of rule brings its :class:`Vocabulary` and its own words; shipping rules and
return rules are two of them.
"""

from __future__ import annotations

from retour_core.domain.predicates.checks import Holds, check_conditions
from retour_core.domain.predicates.conditions import (
    MAX_CONDITIONS,
    MAX_VALUES,
    Condition,
    dump_conditions,
    parse_conditions,
)
from retour_core.domain.predicates.matching import (
    Known,
    Test,
    all_hold,
    known_test,
    size_test,
    text_test,
)
from retour_core.domain.predicates.problems import Problem, RuleInvalid
from retour_core.domain.predicates.sentences import PATTERNS, describe
from retour_core.domain.predicates.values import MAX_VALUE_LENGTH, sizes
from retour_core.domain.predicates.vocabulary import (
    NEGATED,
    SIZES,
    TAKES_SEVERAL,
    Fact,
    FactKind,
    Level,
    Operator,
    Source,
    Vocabulary,
)

__all__ = [
    "MAX_CONDITIONS",
    "MAX_VALUES",
    "MAX_VALUE_LENGTH",
    "NEGATED",
    "PATTERNS",
    "SIZES",
    "TAKES_SEVERAL",
    "Condition",
    "Fact",
    "FactKind",
    "Holds",
    "Known",
    "Level",
    "Operator",
    "Problem",
    "RuleInvalid",
    "Source",
    "Test",
    "Vocabulary",
    "all_hold",
    "check_conditions",
    "describe",
    "dump_conditions",
    "known_test",
    "parse_conditions",
    "size_test",
    "sizes",
    "text_test",
]
