"""Does a rule fit an order? Conditions become closures once, facts are plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from retour_core.domain.postal import normalise_postal_code
from retour_core.domain.predicates import size_test, text_test
from retour_core.domain.shipping_rules.conditions import Condition
from retour_core.domain.shipping_rules.vocabulary import (
    NEGATED,
    FactKind,
    Operator,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one order; texts are compared without regard to case.

    ``total_minor`` in minor units of ``currency``; ``None`` as weight means unknown,
    which is neither more nor less than anything.
    """

    shop: str
    country: str
    currency: str
    total_minor: int
    units: int
    weight_grams: int | None = None
    postal_code: str = ""
    sales_channel: str = ""
    tags: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


Test = Callable[[Facts], bool]


@dataclass(frozen=True)
class Rule:
    """``key`` is whatever the caller knows the rule by."""

    key: int
    name: str
    conditions: tuple[Condition, ...]
    tests: tuple[Test, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Postal codes are read last: that costs more than all other comparisons.
        cheap_first = sorted(self.conditions, key=lambda c: c.kind is FactKind.POSTAL)
        tests = tuple(_test(condition) for condition in cheap_first)
        object.__setattr__(self, "tests", tests)

    def matches(self, facts: Facts) -> bool:
        for test in self.tests:  # noqa: SIM110 - a generator costs twice the time here
            if not test(facts):
                return False
        return True


def first_match(rules: Iterable[Rule], facts: Facts) -> Rule | None:
    """The rule that decides: the first of ``rules`` all of whose conditions hold."""
    for rule in rules:
        if rule.matches(facts):
            return rule
    return None


def _test(condition: Condition) -> Test:
    test = _BY_KIND[condition.kind](condition)
    if condition.operator in NEGATED:
        return lambda facts: not test(facts)
    return test


_CHOICES: dict[str, Callable[[Facts], str]] = {
    "shop": lambda facts: facts.shop,
    "country": lambda facts: facts.country,
    "currency": lambda facts: facts.currency,
    "sales_channel": lambda facts: facts.sales_channel,
}
_MANY: dict[str, Callable[[Facts], tuple[str, ...]]] = {
    "tag": lambda facts: facts.tags,
    "sku": lambda facts: facts.skus,
    "category": lambda facts: facts.categories,
}
_SIZES: dict[str, Callable[[Facts], int | None]] = {
    "total": lambda facts: facts.total_minor,
    "weight_grams": lambda facts: facts.weight_grams,
    "units": lambda facts: facts.units,
}


def _choice(condition: Condition) -> Test:
    read, fits = _CHOICES[condition.fact], text_test(condition)
    return lambda facts: fits(read(facts).casefold())


def _texts(condition: Condition) -> Test:
    read, fits = _MANY[condition.fact], text_test(condition)
    return lambda facts: any(fits(text.casefold()) for text in read(facts))


def _postal(condition: Condition) -> Test:
    values = condition.values
    low, high = values[0], values[-1]
    length = len(low)
    match condition.operator:
        case Operator.STARTS_WITH:
            return lambda facts: _code(facts.country, facts.postal_code).startswith(low)
        case Operator.BETWEEN:
            return lambda facts: _within(
                _code(facts.country, facts.postal_code)[:length], low, high
            )
        case _:
            return lambda facts: (
                _code(facts.country, facts.postal_code) in _codes(facts.country, values)
            )


def _within(start: str, low: str, high: str) -> bool:
    return len(start) == len(low) and low <= start <= high


def _size(condition: Condition) -> Test:
    read, (low, *_), high = (
        _SIZES[condition.fact],
        condition.minor_values(),
        condition.minor_values()[-1],
    )
    currency = condition.currency
    fits = size_test(condition.operator, low, high)

    def test(facts: Facts) -> bool:
        if currency and facts.currency != currency:
            return False
        size = read(facts)
        return size is not None and fits(size)

    return test


@lru_cache(maxsize=8192)
def _code(country: str, text: str) -> str:
    return normalise_postal_code(country, text) if text else ""


@lru_cache(maxsize=1024)
def _codes(country: str, values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normalise_postal_code(country, value) for value in values)


_BY_KIND: dict[FactKind, Callable[[Condition], Test]] = {
    FactKind.CHOICE: _choice,
    FactKind.TEXT: _choice,
    FactKind.TEXTS: _texts,
    FactKind.POSTAL: _postal,
    FactKind.NUMBER: _size,
    FactKind.MONEY: _size,
}
