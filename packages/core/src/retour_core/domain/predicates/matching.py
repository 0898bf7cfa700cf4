"""Comparisons as closures: made once per condition, called for every order or item."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from retour_core.domain.predicates.conditions import Condition
from retour_core.domain.predicates.values import sizes
from retour_core.domain.predicates.vocabulary import (
    NEGATED,
    SIZES,
    FactKind,
    Operator,
)

# What is known, prepared for comparing: case-folded text, a frozenset of such for
# TEXTS, whole numbers as ``values.sizes`` gives them, bool. None is not known.
Known = Mapping[str, Any]
Test = Callable[[Known], bool]


def text_test(condition: Condition) -> Callable[[str], bool]:
    """Compares case-folded text; the caller turns negated operators round."""
    values = frozenset(value.casefold() for value in condition.values)
    first = condition.values[0].casefold()
    match condition.operator:
        case Operator.CONTAINS | Operator.NOT_CONTAINS:
            return lambda text: first in text
        case Operator.STARTS_WITH:
            return lambda text: text.startswith(first)
        case _:
            return lambda text: text in values


def size_test(operator: Operator, low: int, high: int) -> Callable[[int], bool]:
    """Compares whole numbers; ``low`` and ``high`` are included in a range."""
    match operator:
        case Operator.GREATER:
            return lambda size: size > low
        case Operator.AT_LEAST:
            return lambda size: size >= low
        case Operator.LESS:
            return lambda size: size < low
        case Operator.AT_MOST:
            return lambda size: size <= low
        case _:
            return lambda size: low <= size <= high


def known_test(condition: Condition, kind: FactKind) -> Test:
    """Whether a condition holds for what is known.

    What is not known (None) fits nothing, not even a negated comparison.
    """
    fact = condition.fact
    if kind in _SINGLE_TEXTS and condition.operator in _ONE_OF:
        # The commonest comparison, without a second call; None is none of them.
        values = frozenset(value.casefold() for value in condition.values)
        return lambda known: known[fact] in values
    fits = _fits(condition, kind)
    if condition.operator in NEGATED:
        return lambda known: (value := known[fact]) is not None and not fits(value)
    return lambda known: (value := known[fact]) is not None and fits(value)


def all_hold(tests: Sequence[Test]) -> Test:
    """One test that all of ``tests`` make; none always hold."""
    if not tests:
        return lambda known: True  # noqa: ARG005
    first, *others = tests
    if not others:
        return first
    rest = all_hold(others)
    return lambda known: first(known) and rest(known)


def _fits(condition: Condition, kind: FactKind) -> Callable[[Any], bool]:
    if kind in SIZES:
        bounds = sizes(kind, condition.values, condition.currency)
        return size_test(condition.operator, bounds[0], bounds[-1])
    if kind is FactKind.FLAG:
        wanted = condition.values[0] == "true"
        return lambda flag: flag is wanted
    if kind is not FactKind.TEXTS:
        return text_test(condition)
    if condition.operator in _WHOLE_TEXTS:
        values = frozenset(value.casefold() for value in condition.values)
        return lambda texts: not values.isdisjoint(texts)
    one_fits = text_test(condition)
    return lambda texts: any(map(one_fits, texts))


_ONE_OF = frozenset({Operator.IS, Operator.IN})
_WHOLE_TEXTS = _ONE_OF | {Operator.IS_NOT, Operator.NOT_IN}
_SINGLE_TEXTS = frozenset({FactKind.CHOICE, FactKind.TEXT})
