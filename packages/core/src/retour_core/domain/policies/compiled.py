"""Rules made ready to be tried: conditions as closures, split by what they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from retour_core.domain.policies.decision import Because, Cause, FiredRule
from retour_core.domain.policies.outcomes import Slot
from retour_core.domain.policies.rules import Rule
from retour_core.domain.policies.vocabulary import FACTS
from retour_core.domain.predicates import (
    FactKind,
    Known,
    Level,
    Test,
    all_hold,
    dump_conditions,
    known_test,
)


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """``fits_return`` is asked once, ``fits_item`` for each item after it."""

    key: int
    name: str
    fits_return: Test
    fits_item: Test
    speaks_of_items: bool
    outcomes: tuple[tuple[Slot, str, Any], ...]
    because: Because
    record: FiredRule


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """Active rules in the sequence in which they are tried."""

    rules: tuple[CompiledRule, ...]

    def for_return(self, known: Known) -> Iterator[CompiledRule]:
        return (rule for rule in self.rules if rule.fits_return(known))


def compile_rules(rules: Iterable[Rule]) -> CompiledRules:
    """Once for many decisions: those that are not active are left out."""
    return CompiledRules(tuple(_compiled(rule) for rule in rules if rule.is_active))


def _compiled(rule: Rule) -> CompiledRule:
    of_return: list[Test] = []
    of_item: list[Test] = []
    for condition in rule.conditions:
        fact = FACTS[condition.fact]
        tests = of_item if fact.level is Level.ITEM else of_return
        tests.append(known_test(condition, fact.kind))
        if fact.kind is FactKind.MONEY:
            of_return.append(_in_currency(condition.currency))
    return CompiledRule(
        key=rule.key,
        name=rule.name,
        fits_return=all_hold(of_return),
        fits_item=all_hold(of_item),
        speaks_of_items=bool(of_item),
        outcomes=tuple(rule.outcomes.given()),
        because=Because(cause=Cause.RULE, rule=rule.key, name=rule.name),
        record=FiredRule(
            key=rule.key,
            name=rule.name,
            conditions=tuple(dump_conditions(rule.conditions)),
        ),
    )


def _in_currency(currency: str) -> Test:
    wanted = currency.casefold()
    return lambda known: bool(known["currency"] == wanted)
