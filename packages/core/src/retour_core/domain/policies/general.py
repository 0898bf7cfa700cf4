"""What rules say of a whole category or tag, whoever asks: to be told beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from retour_core.domain.policies import law
from retour_core.domain.policies.kinds import RequestKind
from retour_core.domain.policies.rules import Rule, may_be
from retour_core.domain.predicates import Condition, Operator

_SETS = (Operator.IS, Operator.IN)
_NAMING = ("category", "item_tag")
_GIVEN = ("request_kind", "brand")
_WINDOWS = ("window_days", "extend_window_days", "extend_window_until")


@dataclass(frozen=True)
class GeneralTerm:
    """``names`` are categories or tags; ``outcome`` is "not_returnable" or about the
    window, and ``value`` what ``Outcomes`` has there."""

    names: tuple[str, ...]
    outcome: str
    value: Any


def general_terms(
    rules: Iterable[Rule], kind: RequestKind, brand: str
) -> list[GeneralTerm]:
    """Refusals and windows that hold for all items of a category or tag.

    Left out is what an earlier rule that is not told may decide otherwise for some of
    those items, and what the law passes over. ``rules`` in their sequence,
    ``brand`` its short name.
    """
    met = [rule for rule in rules if rule.is_active and _is_met(rule, kind, brand)]
    return [
        GeneralTerm(named.values, name, value)
        for place, rule in enumerate(met)
        if (named := _naming(rule)) is not None
        for name, value in _told(rule, kind)
        if not any(
            _may_lessen(name, named, other, is_before=number < place)
            for number, other in enumerate(met)
            if number != place
        )
    ]


def _is_met(rule: Rule, kind: RequestKind, brand: str) -> bool:
    return may_be(rule.conditions, "request_kind", kind.value) and may_be(
        rule.conditions, "brand", brand.casefold()
    )


def _naming(rule: Rule) -> Condition | None:
    """The one condition that is not about what the table is of, if it names items."""
    asked = [one for one in rule.conditions if one.fact not in _GIVEN]
    if len(asked) != 1 or asked[0].fact not in _NAMING:
        return None
    return asked[0] if asked[0].operator in _SETS else None


def _told(rule: Rule, kind: RequestKind) -> Iterator[tuple[str, Any]]:
    for _slot, name, value in rule.outcomes.given():
        if name != "not_returnable" and name not in _WINDOWS:
            continue
        countries = law.WITHDRAWAL_DAYS
        if not any(law.objection(kind, name, value, code) for code in countries):
            yield name, value


def _may_lessen(
    outcome: str, named: Condition, other: Rule, *, is_before: bool
) -> bool:
    """Whether ``other`` may leave some of the named items less than is told, or lift
    the refusal. Two windows that are both told may: their customers read both."""
    if named.fact == "category" and not any(
        may_be(other.conditions, "category", value.casefold()) for value in named.values
    ):
        return False
    said = {name for _slot, name, _value in other.outcomes.given()}
    if outcome == "not_returnable":
        return is_before and "returnable" in said
    if _naming(other) is not None:
        return False
    if outcome == "extend_window_days" and "window_days" in said:
        return True
    return is_before and outcome in said
