"""One condition as data: read from JSON, refused when it makes no sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from retour_core.domain.money import is_currency
from retour_core.domain.predicates.problems import Problem, Refused, RuleInvalid
from retour_core.domain.predicates.values import canonical, sizes
from retour_core.domain.predicates.vocabulary import (
    TAKES_SEVERAL,
    Fact,
    FactKind,
    Operator,
    Vocabulary,
)

MAX_CONDITIONS = 20
MAX_VALUES = 200
_MEMBERS = {"fact", "operator", "values", "currency"}


@dataclass(frozen=True)
class Condition:
    """``values`` are canonical text: ISO codes in capitals, whole numbers, amounts in
    major units of ``currency``, ISO days, postal codes without signs. ``BETWEEN`` has
    two, both included; for postal codes they are as long as each other and compared
    with as many symbols of the code ("10" to "12" is all of Berlin's 10, 11, 12)."""

    fact: str
    operator: Operator
    values: tuple[str, ...]
    currency: str = ""


_C = TypeVar("_C", bound=Condition)


def parse_conditions(
    raw: Any, vocabulary: Vocabulary, make: type[_C]
) -> tuple[_C, ...]:
    """Conditions from JSON; values are made canonical. Raises ``RuleInvalid``.

    Looks at each condition by itself; see ``check_conditions`` for what they say
    together.
    """
    if not isinstance(raw, list):
        message = "Conditions are a list of objects."
        raise RuleInvalid([Problem("not_a_list", message, pointer="/conditions")])
    found: list[_C] = []
    problems: list[Problem] = []
    for index, item in enumerate(raw):
        try:
            found.append(_condition(item, vocabulary, make))
        except Refused as refused:
            problems.append(refused.at(index))
    if problems:
        raise RuleInvalid(problems)
    return tuple(found)


def dump_conditions(conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    """What ``parse_conditions`` reads, for a JSON column."""
    return [
        {
            "fact": condition.fact,
            "operator": condition.operator.value,
            "values": list(condition.values),
            **({"currency": condition.currency} if condition.currency else {}),
        }
        for condition in conditions
    ]


def _condition(item: Any, vocabulary: Vocabulary, make: type[_C]) -> _C:
    if not isinstance(item, dict) or not set(item) <= _MEMBERS:
        raise Refused(
            "malformed",
            "A condition has a fact, an operator and values, no more.",
            member="",
        )
    name, values = item.get("fact"), item.get("values")
    fact = vocabulary.facts.get(name) if isinstance(name, str) else None
    if not isinstance(name, str) or fact is None:
        raise Refused(
            "fact_unknown",
            f"“{name}” is nothing known of {vocabulary.subject}.",
            member="fact",
        )
    operator = _operator(name, vocabulary.operators[fact.kind], item.get("operator"))
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise Refused("values_malformed", "Values are a list of texts.")
    currency = _currency(fact.kind, item.get("currency", ""))
    given = tuple(canonical(fact, value, currency) for value in values)
    if operator in TAKES_SEVERAL:
        given = tuple(dict.fromkeys(given))
    _check_number_of(given, operator)
    if operator is Operator.BETWEEN:
        _check_range(fact, given, currency)
    return make(name, operator, given, currency)


def _operator(name: str, fitting: tuple[Operator, ...], raw: Any) -> Operator:
    try:
        operator = Operator(raw)
    except ValueError:
        raise Refused(
            "operator_unknown", f"“{raw}” is no comparison.", member="operator"
        ) from None
    if operator not in fitting:
        raise Refused(
            "operator_unfit",
            f"“{name}” cannot be compared with “{operator}”.",
            member="operator",
            fact=name,
            operator=operator.value,
        )
    return operator


def _currency(kind: FactKind, raw: Any) -> str:
    if kind is not FactKind.MONEY:
        if raw:
            raise Refused(
                "currency_unfit", "Only amounts have a currency.", member="currency"
            )
        return ""
    currency = raw.strip().upper() if isinstance(raw, str) else ""
    if not is_currency(currency):
        raise Refused(
            "currency_missing",
            "Say in which currency the amount is.",
            member="currency",
        )
    return currency


def _check_number_of(values: tuple[str, ...], operator: Operator) -> None:
    if not values:
        raise Refused("value_missing", "Fill in a value to compare with.")
    if operator is Operator.BETWEEN:
        if len(values) != 2:
            raise Refused("not_a_range", "A range has a first and a last value.")
    elif operator not in TAKES_SEVERAL and len(values) > 1:
        raise Refused("one_value", "This comparison takes one value.")
    if len(values) > MAX_VALUES:
        raise Refused(
            "too_many_values",
            f"A condition names at most {MAX_VALUES} values.",
            most=MAX_VALUES,
        )


def _check_range(fact: Fact, values: tuple[str, ...], currency: str) -> None:
    low, high = values
    if fact.kind is FactKind.POSTAL:
        if len(low) != len(high):
            raise Refused(
                "range_lengths",
                "Write both ends of a range of postal codes equally long.",
            )
        is_turned = low > high
    else:
        least, most = sizes(fact.kind, values, currency)
        is_turned = least > most
    if is_turned:
        raise Refused("range_turned", f"{low} is more than {high}: swap them.")
