"""Writing a brand's list of reasons: the only writer of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from retour_core import sequences
from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.domain.predicates import Problem
from retour_core.policies.builtin import BUILT_IN
from retour_core.policies.data import ReasonData, ReasonInvalid, checked
from retour_core.policies.keys import free_key
from retour_core.policies.models import Reason
from retour_core.policies.reasons import reason_rows
from retour_core.returns.models import ReturnLine

MAX_REASONS = 100


class ReasonInUse(DomainError):
    """Returns name this reason, so it cannot be deleted; switch it off instead."""

    code = "reason_in_use"


@transaction.atomic
def adopt_defaults(brand: Brand) -> None:
    """Make the built-in list the brand's own; harmless where it has one."""
    # The brand's row is the queue: two first edits must not adopt twice.
    Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    if reason_rows(brand).exists():
        return
    Reason.objects.bulk_create(
        Reason(brand=brand, key=str(key), position=position, **values)
        for position, (key, values) in enumerate(BUILT_IN.items(), start=1)
    )


@transaction.atomic
def save_reason(row: Reason, raw: Mapping[str, Any]) -> Reason:
    """Save a new or changed reason of ``row.brand``; a new one comes last.

    ``raw`` is what ``policies.data.ReasonData`` reads. A new one without a ``key`` gets
    one like its name; a key is never changed. A brand's first reason joins the
    built-in ones. Raises ``ReasonInvalid``, ``TooManyRows``, or ``SequenceChanged`` if
    the reason is gone.
    """
    adopt_defaults(row.brand)
    rows = reason_rows(row.brand)
    position = sequences.place_for(row, rows, most=MAX_REASONS)
    data = checked(ReasonData, {**raw, "key": _key(row, raw)}, ReasonInvalid)
    if row.pk is None and rows.filter(key=data.key).exists():
        message = f"There is a reason “{data.key}” already; choose another key."
        raise ReasonInvalid([Problem("key_taken", message, pointer="/key")])
    for name, value in data.model_dump(mode="json").items():
        setattr(row, name, value)
    row.position = position
    row.save()
    return row


def reorder_reasons(brand: Brand, keys: Sequence[int]) -> None:
    """``keys`` are primary keys. Raises ``SequenceChanged``."""
    sequences.reorder(reason_rows(brand), keys)


def move_reason(row: Reason, by: int) -> None:
    """One place up (−1) or down (1). Raises ``SequenceChanged``."""
    rows = reason_rows(row.brand)
    sequences.move(rows, row.pk, by, among=list(rows.values_list("pk", flat=True)))


def switch_reason(row: Reason, *, is_active: bool) -> None:
    """Harmless if the reason is gone meanwhile."""
    Reason.objects.filter(pk=row.pk).update(is_active=is_active)


@transaction.atomic
def delete_reason(row: Reason) -> None:
    """Raises ``ReasonInUse`` if any return, also one not sent yet, names it."""
    lines = ReturnLine.objects.filter(parent__brand_id=row.brand_id, reason=row.key)
    if lines.exists():
        raise ReasonInUse(reason=row.key)
    row.delete()


def _key(row: Reason, raw: Mapping[str, Any]) -> Any:
    if row.pk is not None:
        return Reason.objects.values_list("key", flat=True).get(pk=row.pk)
    if raw.get("key"):
        return raw["key"]
    texts = raw.get("texts")
    taken = set(reason_rows(row.brand).values_list("key", flat=True))
    return free_key(texts if isinstance(texts, dict) else {}, taken, "reason")
