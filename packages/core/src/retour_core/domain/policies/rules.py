"""Return rules: named, switched on or off, conditions that all hold, and outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from retour_core.domain import predicates
from retour_core.domain.countries import country_codes
from retour_core.domain.policies import law
from retour_core.domain.policies.data import Name
from retour_core.domain.policies.kinds import RequestKind
from retour_core.domain.policies.outcomes import Outcomes, outcome_problems
from retour_core.domain.policies.problems import problems_of
from retour_core.domain.policies.vocabulary import FACTS, VOCABULARY
from retour_core.domain.predicates import (
    Condition,
    FactKind,
    Problem,
    RuleInvalid,
    check_conditions,
    known_test,
)

_MEMBERS = {"name", "is_active", "conditions", "outcomes"}
_NAME: TypeAdapter[str] = TypeAdapter(Name)


@dataclass(frozen=True)
class Rule:
    """``key`` is whatever the caller knows the rule by.

    Made by ``parse_rule``, which checks it; made by hand it is taken as it is.
    """

    key: int
    name: str
    conditions: tuple[Condition, ...]
    outcomes: Outcomes
    is_active: bool = True


def parse_rule(raw: Any, *, key: int = 0) -> Rule:
    """A rule from JSON, checked whole. Raises ``RuleInvalid`` with every problem.

    Members: ``name``, ``is_active`` (true if left out), ``conditions`` as
    ``predicates.parse_conditions`` reads them, ``outcomes`` by name.
    """
    if not isinstance(raw, Mapping) or not set(raw) <= _MEMBERS:
        message = "A rule has a name, is_active, conditions and outcomes, no more."
        raise RuleInvalid([Problem("malformed", message)])
    problems: list[Problem] = []
    name = _read_name(raw.get("name"), problems)
    is_active = raw.get("is_active", True)
    if not isinstance(is_active, bool):
        problems.append(
            Problem("not_a_flag", "Choose true or false.", pointer="/is_active")
        )
    conditions = _read_conditions(raw.get("conditions", []), problems)
    outcomes = _read_outcomes(raw.get("outcomes", {}), problems)
    if conditions and outcomes:
        problems += _unlawful(conditions, outcomes)
    if problems or conditions is None or outcomes is None:
        raise RuleInvalid(problems)
    return Rule(key, name, conditions, outcomes, is_active)


def parse_conditions(raw: Any) -> tuple[Condition, ...]:
    """Conditions from JSON, each by itself. Raises ``RuleInvalid``."""
    return predicates.parse_conditions(raw, VOCABULARY, Condition)


def dump_rule(rule: Rule) -> dict[str, Any]:
    """What ``parse_rule`` reads, for a JSON column; without the key."""
    return {
        "name": rule.name,
        "is_active": rule.is_active,
        "conditions": predicates.dump_conditions(rule.conditions),
        "outcomes": rule.outcomes.model_dump(mode="json", exclude_none=True),
    }


def _read_name(raw: Any, problems: list[Problem]) -> str:
    try:
        return _NAME.validate_python(raw, strict=True)
    except ValidationError as error:
        problems += problems_of(error, "/name")
        return ""


def _read_conditions(raw: Any, problems: list[Problem]) -> tuple[Condition, ...] | None:
    try:
        conditions = parse_conditions(raw)
        check_conditions(conditions, VOCABULARY)
    except RuleInvalid as invalid:
        problems += invalid.problems
        return None
    return conditions


def _read_outcomes(raw: Any, problems: list[Problem]) -> Outcomes | None:
    try:
        outcomes = Outcomes.model_validate(raw)
    except ValidationError as error:
        problems += problems_of(error, "/outcomes")
        return None
    problems += outcome_problems(outcomes)
    return outcomes


def _unlawful(conditions: Sequence[Condition], outcomes: Outcomes) -> Iterator[Problem]:
    """Outcomes that would have no effect on anything the rule can match."""
    kinds = [
        kind for kind in RequestKind if may_be(conditions, "request_kind", kind.value)
    ]
    countries = _countries(conditions)
    for _slot, name, value in outcomes.given():
        codes = [
            law.objection(kind, name, value, country)
            for kind in kinds
            for country in countries
        ]
        if codes and all(codes):
            days = max(map(law.withdrawal_days, countries))
            yield Problem(
                codes[0],
                law.REASONS[codes[0]].format(days=days),
                context={"outcome": name, "days": days},
                pointer=f"/outcomes/{name}",
            )


def _countries(conditions: Sequence[Condition]) -> list[str]:
    """Of the countries the rule can meet one that protects withdrawals and one that
    does not, where there are such."""
    protecting = list(law.WITHDRAWAL_DAYS)
    others = sorted(country_codes() - set(protecting))
    met = [_first_met(conditions, protecting), _first_met(conditions, others)]
    return [country for country in met if country]


def _first_met(conditions: Sequence[Condition], countries: Iterable[str]) -> str:
    fitting = (c for c in countries if may_be(conditions, "country", c.casefold()))
    return next(fitting, "")


def may_be(conditions: Sequence[Condition], fact: str, value: str) -> bool:
    """Whether all conditions on ``fact`` hold for a value, which is casefolded."""
    kind: FactKind = FACTS[fact].kind
    return all(
        known_test(condition, kind)({fact: value})
        for condition in conditions
        if condition.fact == fact
    )
