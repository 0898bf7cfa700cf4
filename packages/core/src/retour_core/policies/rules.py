"""Writing a brand's return rules: conditions, outcomes, sequence, on and off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from retour_core import sequences
from retour_core.brands.models import Brand
from retour_core.domain.policies import Rule, dump_rule, parse_rule
from retour_core.policies.models import ReturnRule

MAX_RULES = 200


def rules_of(brand: Brand) -> QuerySet[ReturnRule]:
    """The brand's rules in the sequence in which they are tried."""
    return ReturnRule.objects.filter(brand=brand).order_by("position", "pk")


def read_rule(row: ReturnRule) -> Rule:
    """Raises ``RuleInvalid`` for a row that today's vocabulary cannot read."""
    raw = {
        "name": row.name,
        "is_active": row.is_active,
        "conditions": row.conditions,
        "outcomes": row.outcomes,
    }
    return parse_rule(raw, key=row.pk or 0)


@transaction.atomic
def save_rule(row: ReturnRule, raw: Any) -> ReturnRule:
    """Save a new or changed rule of ``row.brand``; a new one is tried last.

    ``raw`` is what ``domain.policies.parse_rule`` reads. Raises ``RuleInvalid``,
    ``TooManyRows``, or ``SequenceChanged`` if the rule is gone.
    """
    dumped = dump_rule(parse_rule(raw))
    row.name, row.is_active = dumped["name"], dumped["is_active"]
    row.conditions, row.outcomes = dumped["conditions"], dumped["outcomes"]
    row.position = sequences.place_for(row, rules_of(row.brand), most=MAX_RULES)
    row.save()
    return row


@transaction.atomic
def reorder_rules(brand: Brand, keys: Sequence[int]) -> None:
    """Try these rules in this sequence. Raises ``SequenceChanged``."""
    sequences.reorder(rules_of(brand), keys)
    _tell_listeners(brand)


@transaction.atomic
def move_rule(row: ReturnRule, by: int) -> None:
    """One place up (−1) or down (1). Raises ``SequenceChanged``."""
    rows = rules_of(row.brand)
    sequences.move(rows, row.pk, by, among=list(rows.values_list("pk", flat=True)))
    _tell_listeners(row.brand)


@transaction.atomic
def switch_rule(row: ReturnRule, *, is_active: bool) -> None:
    """Harmless if the rule is gone meanwhile."""
    changed = ReturnRule.objects.filter(pk=row.pk).update(
        is_active=is_active, updated_at=timezone.now()
    )
    if changed:
        _tell_listeners(row.brand)


def _tell_listeners(brand: Brand) -> None:
    """Queries that write send no signal, and public pages tell what the rules say."""
    row = rules_of(brand).first()
    if row is not None:
        row.save(update_fields=["updated_at"])
