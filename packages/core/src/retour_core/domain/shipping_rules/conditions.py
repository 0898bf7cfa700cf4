"""One condition about an order: read from JSON, refused when it makes no sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from retour_core.domain import predicates
from retour_core.domain.predicates import (
    MAX_CONDITIONS,
    MAX_VALUE_LENGTH,
    MAX_VALUES,
    RuleInvalid,
    dump_conditions,
    sizes,
)
from retour_core.domain.predicates import Problem as RuleProblem
from retour_core.domain.shipping_rules.vocabulary import FACTS, VOCABULARY, FactKind

__all__ = [
    "MAX_CONDITIONS",
    "MAX_VALUES",
    "MAX_VALUE_LENGTH",
    "Condition",
    "RuleInvalid",
    "RuleProblem",
    "dump_conditions",
    "parse_conditions",
]


@dataclass(frozen=True)
class Condition(predicates.Condition):
    """A condition about one of ``FACTS``."""

    @property
    def kind(self) -> FactKind:
        return FACTS[self.fact]

    def minor_values(self) -> tuple[int, ...]:
        """The values of a size: minor units for money, else as they are."""
        return sizes(self.kind, self.values, self.currency)


def parse_conditions(raw: Any) -> tuple[Condition, ...]:
    """Conditions from JSON; values are made canonical. Raises ``RuleInvalid``.

    Looks at each condition by itself; see ``check_rule`` for what they say together.
    """
    return predicates.parse_conditions(raw, VOCABULARY, Condition)
