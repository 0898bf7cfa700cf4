"""Writing shipping rules: their conditions, their sequence, on and off."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from retour_core import sequences
from retour_core.domain.shipping_rules import (
    Condition,
    Operator,
    RuleInvalid,
    RuleProblem,
    check_rule,
    dump_conditions,
    parse_conditions,
)
from retour_core.orders.models import ShippingRule, Shop

MAX_RULES = 200
_NAMES_SHOPS = frozenset({Operator.IS, Operator.IN})


def rules_in_order() -> QuerySet[ShippingRule]:
    """Every rule in the sequence in which they are tried."""
    return ShippingRule.objects.select_related("sender_address__brand").order_by(
        "position", "pk"
    )


@transaction.atomic
def save_rule(
    rule: ShippingRule, raw_conditions: Any, *, shop_keys: Collection[str] | None = None
) -> ShippingRule:
    """Save a new or changed rule; a new one is tried last.

    ``raw_conditions`` is what ``parse_conditions`` reads. With ``shop_keys`` the rule
    must name its shops, all of them among these: whoever runs one brand must not draw
    other brands' orders to it. Raises ``RuleInvalid``, ``TooManyRows``, or
    ``SequenceChanged`` if the rule is gone.
    """
    conditions = parse_conditions(raw_conditions)
    check_rule(conditions)
    _check_shops(conditions, shop_keys)
    rule.conditions = dump_conditions(conditions)
    rows = ShippingRule.objects.all()
    rule.position = sequences.place_for(rule, rows, most=MAX_RULES)
    rule.save()
    return rule


def reorder_rules(keys: Sequence[int]) -> None:
    """Try these rules in this sequence; all others keep their places.

    Raises ``SequenceChanged`` if one of them is gone or named twice.
    """
    sequences.reorder(ShippingRule.objects.all(), keys)


def move_rule(key: int, by: int, *, among: Sequence[int]) -> None:
    """One place up (``by`` −1) or down (1) among the rules its user sees.

    At the end of the list nothing changes. Raises ``SequenceChanged``.
    """
    sequences.move(ShippingRule.objects.all(), key, by, among=among)


def switch_rule(rule: ShippingRule, *, is_active: bool) -> None:
    """Harmless if the rule is gone meanwhile."""
    ShippingRule.objects.filter(pk=rule.pk).update(
        is_active=is_active, updated_at=timezone.now()
    )


def names_its_shops(
    conditions: Iterable[Condition], *, within: Collection[str]
) -> bool:
    """Whether the rule is for certain shops only, all of them among ``within``."""
    named = [c for c in conditions if c.fact == "shop" and c.operator in _NAMES_SHOPS]
    return any(set(condition.values) <= set(within) for condition in named)


def _check_shops(
    conditions: Sequence[Condition], shop_keys: Collection[str] | None
) -> None:
    known = set(Shop.objects.values_list("key", flat=True))
    allowed = known if shop_keys is None else known & set(shop_keys)
    problems = [
        RuleProblem("shop_unknown", "Choose one of your shops.", index)
        for index, condition in enumerate(conditions)
        if condition.fact == "shop" and not set(condition.values) <= allowed
    ]
    if shop_keys is not None and not names_its_shops(conditions, within=shop_keys):
        problems.append(
            RuleProblem(
                "shops_missing",
                "Add a condition that names the shops this rule is for: it must not "
                "take orders of brands you do not administer.",
            )
        )
    if problems:
        raise RuleInvalid(problems)
