"""One condition as data: read from JSON, refused when it makes no sense."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from retour_core.domain.countries import is_country
from retour_core.domain.errors import DomainError
from retour_core.domain.money import currency_exponent, is_currency
from retour_core.domain.shipping_rules.vocabulary import (
    FACTS,
    OPERATORS,
    TAKES_SEVERAL,
    FactKind,
    Operator,
)

MAX_CONDITIONS = 20
MAX_VALUES = 200
MAX_VALUE_LENGTH = 100
_WHOLE = re.compile(r"[0-9]{1,12}")
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")
_POSTAL = re.compile(r"[A-Z0-9]{1,12}")
_MEMBERS = {"fact", "operator", "values", "currency"}


@dataclass(frozen=True)
class RuleProblem:
    """``index`` is the condition's, ``None`` for the rule as a whole; ``context``
    holds what a translated sentence needs."""

    code: str
    message: str
    index: int | None = None
    context: Mapping[str, Any] = field(default_factory=dict)


class RuleInvalid(DomainError):
    """This rule cannot be saved; every problem says what to change."""

    code = "rule_invalid"

    def __init__(self, problems: Iterable[RuleProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


@dataclass(frozen=True)
class Condition:
    """``values`` are canonical text: ISO codes in capitals, whole numbers, amounts in
    major units of ``currency``, postal codes without signs. ``BETWEEN`` has two, both
    included; for postal codes they are as long as each other and compared with as
    many symbols of the code ("10" to "12" is all of Berlin's 10, 11 and 12)."""

    fact: str
    operator: Operator
    values: tuple[str, ...]
    currency: str = ""

    @property
    def kind(self) -> FactKind:
        return FACTS[self.fact]

    def minor_values(self) -> tuple[int, ...]:
        """The values of a size: minor units for money, else as they are."""
        if self.kind is not FactKind.MONEY:
            return tuple(int(value) for value in self.values)
        factor = 10 ** currency_exponent(self.currency)
        return tuple(int(Decimal(value) * factor) for value in self.values)


class _Refused(Exception):
    def __init__(self, code: str, message: str, **context: Any) -> None:
        super().__init__(message)
        self.problem = RuleProblem(code, message, None, context)


def parse_conditions(raw: Any) -> tuple[Condition, ...]:
    """Conditions from JSON; values are made canonical. Raises ``RuleInvalid``.

    Looks at each condition by itself; see ``check_rule`` for what they say together.
    """
    if not isinstance(raw, list):
        problem = RuleProblem("not_a_list", "Conditions are a list of objects.")
        raise RuleInvalid([problem])
    found: list[Condition] = []
    problems: list[RuleProblem] = []
    for index, item in enumerate(raw):
        try:
            found.append(_condition(item))
        except _Refused as refused:
            told = refused.problem
            problems.append(RuleProblem(told.code, told.message, index, told.context))
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


def _condition(item: Any) -> Condition:
    if not isinstance(item, dict) or not set(item) <= _MEMBERS:
        raise _Refused(
            "malformed", "A condition has a fact, an operator and values, no more."
        )
    fact, values = item.get("fact"), item.get("values")
    kind = FACTS.get(fact) if isinstance(fact, str) else None
    if not isinstance(fact, str) or kind is None:
        raise _Refused("fact_unknown", f"“{fact}” is nothing known of an order.")
    operator = _operator(fact, kind, item.get("operator"))
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise _Refused("values_malformed", "Values are a list of texts.")
    currency = _currency(kind, item.get("currency", ""))
    given = tuple(_canonical(kind, fact, value, currency) for value in values)
    if operator in TAKES_SEVERAL:
        given = tuple(dict.fromkeys(given))
    _check_number_of(given, operator)
    condition = Condition(fact, operator, given, currency)
    if operator is Operator.BETWEEN:
        _check_range(condition)
    return condition


def _operator(fact: str, kind: FactKind, raw: Any) -> Operator:
    try:
        operator = Operator(raw)
    except ValueError:
        raise _Refused("operator_unknown", f"“{raw}” is no comparison.") from None
    if operator not in OPERATORS[kind]:
        raise _Refused(
            "operator_unfit",
            f"“{fact}” cannot be compared with “{operator}”.",
            fact=fact,
            operator=operator.value,
        )
    return operator


def _currency(kind: FactKind, raw: Any) -> str:
    if kind is not FactKind.MONEY:
        if raw:
            raise _Refused("currency_unfit", "Only amounts have a currency.")
        return ""
    currency = raw.strip().upper() if isinstance(raw, str) else ""
    if not is_currency(currency):
        raise _Refused("currency_missing", "Say in which currency the amount is.")
    return currency


def _canonical(kind: FactKind, fact: str, raw: str, currency: str) -> str:
    value = raw.strip()
    if not value:
        raise _Refused("value_missing", "Fill in a value to compare with.")
    if len(value) > MAX_VALUE_LENGTH or not value.isprintable():
        raise _Refused(
            "value_too_long",
            f"A value is plain text of at most {MAX_VALUE_LENGTH} characters.",
            most=MAX_VALUE_LENGTH,
        )
    if kind is FactKind.MONEY:
        return _amount(value, currency)
    if kind is FactKind.NUMBER:
        if not _WHOLE.fullmatch(value):
            raise _Refused(
                "not_a_number", f"“{value}” is no whole number.", value=value
            )
        return str(int(value))
    if kind is FactKind.POSTAL:
        code = "".join(symbol for symbol in value.upper() if symbol.isalnum())
        if not _POSTAL.fullmatch(code):
            raise _Refused(
                "not_a_postal_code", f"“{value}” is no postal code.", value=value
            )
        return code
    return _choice(fact, value)


def _choice(fact: str, value: str) -> str:
    if fact == "country" and not is_country(value := value.upper()):
        raise _Refused("not_a_country", f"“{value}” is no country.", value=value)
    if fact == "currency" and not is_currency(value := value.upper()):
        raise _Refused("not_a_currency", f"“{value}” is no currency.", value=value)
    return value


def _amount(value: str, currency: str) -> str:
    digits = currency_exponent(currency)
    if not _AMOUNT.fullmatch(value):
        raise _Refused(
            "not_an_amount", f"“{value}” is no amount such as 19.90.", value=value
        )
    whole, _, fraction = value.partition(".")
    if len(fraction.rstrip("0")) > digits:
        raise _Refused(
            "too_many_digits",
            f"{currency} has {digits} digits after the point.",
            currency=currency,
            digits=digits,
        )
    fraction = fraction[:digits].ljust(digits, "0")
    return f"{int(whole)}.{fraction}" if digits else str(int(whole))


def _check_number_of(values: tuple[str, ...], operator: Operator) -> None:
    if not values:
        raise _Refused("value_missing", "Fill in a value to compare with.")
    if operator is Operator.BETWEEN:
        if len(values) != 2:
            raise _Refused("not_a_range", "A range has a first and a last value.")
    elif operator not in TAKES_SEVERAL and len(values) > 1:
        raise _Refused("one_value", "This comparison takes one value.")
    if len(values) > MAX_VALUES:
        raise _Refused(
            "too_many_values",
            f"A condition names at most {MAX_VALUES} values.",
            most=MAX_VALUES,
        )


def _check_range(condition: Condition) -> None:
    low, high = condition.values
    if condition.kind is FactKind.POSTAL:
        if len(low) != len(high):
            raise _Refused(
                "range_lengths",
                "Write both ends of a range of postal codes equally long.",
            )
        is_turned = low > high
    else:
        bounds = condition.minor_values()
        is_turned = bounds[0] > bounds[-1]
    if is_turned:
        raise _Refused("range_turned", f"{low} is more than {high}: swap them.")
