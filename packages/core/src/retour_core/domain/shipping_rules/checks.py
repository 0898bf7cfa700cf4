"""What the conditions of one rule say together: refused if they can never hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from retour_core.domain.shipping_rules.conditions import (
    MAX_CONDITIONS,
    Condition,
    RuleInvalid,
    RuleProblem,
)
from retour_core.domain.shipping_rules.matching import Facts, Rule
from retour_core.domain.shipping_rules.vocabulary import (
    NEGATED,
    FactKind,
    Operator,
)

_ONE_OF = frozenset({Operator.IS, Operator.IN})


def check_rule(conditions: Sequence[Condition]) -> None:
    """Raises ``RuleInvalid`` for no or too many conditions and for contradictions."""
    if not conditions:
        raise RuleInvalid(
            [RuleProblem("no_conditions", "A rule needs at least one condition.")]
        )
    if len(conditions) > MAX_CONDITIONS:
        problem = RuleProblem(
            "too_many_conditions",
            f"A rule has at most {MAX_CONDITIONS} conditions.",
            context={"most": MAX_CONDITIONS},
        )
        raise RuleInvalid([problem])
    by_fact: dict[str, list[Condition]] = {}
    for condition in conditions:
        by_fact.setdefault(condition.fact, []).append(condition)
    problems = [
        RuleProblem(
            "contradiction",
            f"No order can fit all that is said about “{fact}”.",
            context={"fact": fact},
        )
        for fact, said in by_fact.items()
        if not _can_hold(said)
    ]
    if not problems and _currencies_differ(conditions):
        problems = [
            RuleProblem(
                "contradiction",
                "No order has a total in two currencies.",
                context={"fact": "currency"},
            )
        ]
    if problems:
        raise RuleInvalid(problems)


def _can_hold(said: Sequence[Condition]) -> bool:
    kind = said[0].kind
    if kind in (FactKind.NUMBER, FactKind.MONEY):
        return _sizes_meet(said)
    positive = [condition for condition in said if condition.operator not in NEGATED]
    negated = [condition for condition in said if condition.operator in NEGATED]
    if not all(_is_allowed(condition, negated) for condition in positive):
        return False
    if kind is FactKind.TEXTS:
        # An order has many: another of them may fit the next condition.
        return True
    named = [set(c.values) for c in positive if c.operator in _ONE_OF]
    if named:
        # Few values are left: ask the rule itself whether one of them fits.
        return any(_holds_for(value, said) for value in set.union(*named))
    return all(_ranges_meet(a, b) for a, b in combinations(_ranges(positive), 2))


def _is_allowed(condition: Condition, negated: Sequence[Condition]) -> bool:
    """Whether ``negated`` leave ``condition`` a text that fits it."""
    if condition.operator in _ONE_OF:
        return any(_holds_for(value, negated) for value in condition.values)
    if condition.operator is Operator.BETWEEN:
        return True
    # Whatever contains it contains its parts as well.
    parts = [c for c in negated if c.operator is Operator.NOT_CONTAINS]
    return _holds_for(condition.values[0], parts)


def _holds_for(value: str, said: Sequence[Condition]) -> bool:
    # No sign is stripped from it: with no country known, it is compared as it is.
    facts = Facts(
        shop=value,
        country=value if said and said[0].fact == "country" else "",
        currency=value,
        total_minor=0,
        units=0,
        postal_code=value,
        sales_channel=value,
        tags=(value,),
        skus=(value,),
        categories=(value,),
    )
    return Rule(0, "", tuple(said)).matches(facts)


def _sizes_meet(said: Sequence[Condition]) -> bool:
    if len({condition.currency for condition in said}) > 1:
        return False
    lows, highs = [0], []
    for condition in said:
        values = condition.minor_values()
        match condition.operator:
            case Operator.GREATER:
                lows.append(values[0] + 1)
            case Operator.LESS:
                highs.append(values[0] - 1)
            case _:
                lows.append(values[0])
                highs.append(values[-1])
    return not highs or max(lows) <= min(highs)


def _ranges(said: Iterable[Condition]) -> list[tuple[str, str]]:
    return [
        (condition.values[0].casefold(), condition.values[-1].casefold())
        for condition in said
        if condition.operator in (Operator.STARTS_WITH, Operator.BETWEEN)
    ]


def _ranges_meet(a: tuple[str, str], b: tuple[str, str]) -> bool:
    length = min(len(a[0]), len(b[0]))
    return a[0][:length] <= b[1][:length] and b[0][:length] <= a[1][:length]


def _currencies_differ(conditions: Sequence[Condition]) -> bool:
    amounts = {c.currency for c in conditions if c.kind is FactKind.MONEY}
    said = [c for c in conditions if c.fact == "currency"]
    return any(not _holds_for(currency, said) for currency in amounts if said)
