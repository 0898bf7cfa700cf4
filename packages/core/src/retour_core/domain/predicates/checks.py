"""What the conditions of one rule say together: refused if they can never hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from retour_core.domain.predicates.conditions import MAX_CONDITIONS, Condition
from retour_core.domain.predicates.matching import known_test
from retour_core.domain.predicates.problems import Problem, RuleInvalid
from retour_core.domain.predicates.values import sizes
from retour_core.domain.predicates.vocabulary import (
    NEGATED,
    SIZES,
    Fact,
    FactKind,
    Operator,
    Vocabulary,
)

# Whether one value of a fact fits all that is said about it.
Holds = Callable[[str, Sequence[Condition]], bool]

_ONE_OF = frozenset({Operator.IS, Operator.IN})
_FLAGS = ("true", "false")
_MOST_PERCENT = 100_00


def check_conditions(
    conditions: Sequence[Condition],
    vocabulary: Vocabulary,
    *,
    holds: Holds | None = None,
) -> None:
    """Raises ``RuleInvalid`` for no or too many conditions and for contradictions.

    ``holds`` tells whether a value fits, where plain text comparison does not do.
    """
    if not conditions:
        message = "A rule needs at least one condition."
        raise RuleInvalid([Problem("no_conditions", message, pointer="/conditions")])
    if len(conditions) > MAX_CONDITIONS:
        problem = Problem(
            "too_many_conditions",
            f"A rule has at most {MAX_CONDITIONS} conditions.",
            context={"most": MAX_CONDITIONS},
            pointer="/conditions",
        )
        raise RuleInvalid([problem])
    check = _Check(vocabulary, holds)
    problems = list(check.contradictions(conditions))
    if problems:
        raise RuleInvalid(problems)


class _Check:
    def __init__(self, vocabulary: Vocabulary, holds: Holds | None) -> None:
        self.vocabulary = vocabulary
        self.holds = holds or self._text_holds

    def contradictions(self, conditions: Sequence[Condition]) -> Iterable[Problem]:
        by_fact: dict[str, list[int]] = {}
        for index, condition in enumerate(conditions):
            by_fact.setdefault(condition.fact, []).append(index)
        impossible = [
            (fact, places)
            for fact, places in by_fact.items()
            if not self._can_hold([conditions[place] for place in places])
        ]
        for fact, places in impossible:
            yield Problem(
                "contradiction",
                f"Nothing can fit all that is said about “{fact}”.",
                context={"fact": fact},
                pointer=f"/conditions/{places[-1]}",
            )
        if not impossible and self._currencies_differ(conditions):
            yield Problem(
                "contradiction",
                f"No amount of {self.vocabulary.subject} is in two currencies.",
                context={"fact": self.vocabulary.currency_fact},
                pointer="/conditions",
            )

    def _can_hold(self, said: Sequence[Condition]) -> bool:
        fact = self.vocabulary.facts[said[0].fact]
        if fact.kind in SIZES:
            return _sizes_meet(said, fact)
        choices = _FLAGS if fact.kind is FactKind.FLAG else fact.choices
        if choices:
            choices += ("",) if fact.may_be_empty else ()
            return any(self.holds(choice, said) for choice in choices)
        positive = [c for c in said if c.operator not in NEGATED]
        negated = [c for c in said if c.operator in NEGATED]
        if not all(self._is_allowed(condition, negated) for condition in positive):
            return False
        if fact.kind is FactKind.TEXTS:
            # There are many: another of them may fit the next condition.
            return True
        named = [set(c.values) for c in positive if c.operator in _ONE_OF]
        if named:
            # Few values are left: ask the rule itself whether one of them fits.
            return any(self.holds(value, said) for value in set.union(*named))
        return all(_ranges_meet(a, b) for a, b in combinations(_ranges(positive), 2))

    def _is_allowed(self, condition: Condition, negated: Sequence[Condition]) -> bool:
        """Whether ``negated`` leave ``condition`` a text that fits it."""
        if condition.operator in _ONE_OF:
            return any(self.holds(value, negated) for value in condition.values)
        if condition.operator is Operator.BETWEEN:
            return True
        # Whatever contains it contains its parts as well.
        parts = [c for c in negated if c.operator is Operator.NOT_CONTAINS]
        return self.holds(condition.values[0], parts)

    def _text_holds(self, value: str, said: Sequence[Condition]) -> bool:
        for condition in said:
            kind = self.vocabulary.facts[condition.fact].kind
            if kind is FactKind.FLAG:
                known: object = value == "true"
            else:
                folded = value.casefold()
                known = {folded} if kind is FactKind.TEXTS else folded
            if not known_test(condition, kind)({condition.fact: known}):
                return False
        return True

    def _currencies_differ(self, conditions: Sequence[Condition]) -> bool:
        kinds = self.vocabulary.facts
        amounts = {
            c.currency for c in conditions if kinds[c.fact].kind is FactKind.MONEY
        }
        said = [c for c in conditions if c.fact == self.vocabulary.currency_fact]
        return len(amounts) > 1 or any(
            not self.holds(currency, said) for currency in amounts if said
        )


def _sizes_meet(said: Sequence[Condition], fact: Fact) -> bool:
    if len({condition.currency for condition in said}) > 1:
        return False
    lows = [] if fact.least is None else [fact.least]
    highs = [_MOST_PERCENT] if fact.kind is FactKind.PERCENT else []
    for condition in said:
        bounds = sizes(fact.kind, condition.values, condition.currency)
        match condition.operator:
            case Operator.GREATER:
                lows.append(bounds[0] + 1)
            case Operator.AT_LEAST:
                lows.append(bounds[0])
            case Operator.LESS:
                highs.append(bounds[0] - 1)
            case Operator.AT_MOST:
                highs.append(bounds[0])
            case _:
                lows.append(bounds[0])
                highs.append(bounds[-1])
    return not highs or not lows or max(lows) <= min(highs)


def _ranges(said: Iterable[Condition]) -> list[tuple[str, str]]:
    return [
        (condition.values[0].casefold(), condition.values[-1].casefold())
        for condition in said
        if condition.operator in (Operator.STARTS_WITH, Operator.BETWEEN)
    ]


def _ranges_meet(a: tuple[str, str], b: tuple[str, str]) -> bool:
    length = min(len(a[0]), len(b[0]))
    return a[0][:length] <= b[1][:length] and b[0][:length] <= a[1][:length]
