"""Rows that people put in a sequence: numbered from 1 by ``position``, under locks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from retour_core.domain.errors import DomainError

_Row = TypeVar("_Row", bound=Model)


class SequenceChanged(DomainError):
    """Somebody else changed the list meanwhile; look at it again."""

    code = "sequence_changed"


class TooManyRows(DomainError):
    """There are as many as there may be; delete one first."""

    code = "too_many_rows"


def locked_in_sequence(rows: QuerySet[_Row]) -> QuerySet[_Row]:
    """``rows`` in their sequence, locked until the transaction ends."""
    # Read once they are locked: PostgreSQL sorts before it waits for a lock.
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    return rows.order_by("position", "pk")


def place_for(row: Any, rows: QuerySet[Any], *, most: int) -> int:
    """Where a row to be saved stands: a new one last, a known one where it is by now.

    Raises ``TooManyRows``, or ``SequenceChanged`` if a known row is gone.
    """
    places = dict(locked_in_sequence(rows).values_list("pk", "position"))
    if row.pk is None:
        if len(places) >= most:
            raise TooManyRows(most=most)
        return max(places.values(), default=0) + 1
    if row.pk not in places:
        raise SequenceChanged
    # Somebody may have moved it since it was read.
    return int(places[row.pk])


@transaction.atomic
def reorder(rows: QuerySet[Any], keys: Sequence[int]) -> None:
    """Put these in this sequence; all others keep their places.

    Raises ``SequenceChanged`` if one of them is gone or named twice.
    """
    listed = list(locked_in_sequence(rows))
    by_key = {row.pk: row for row in listed}
    moved = set(keys)
    if len(moved) != len(keys) or not moved <= set(by_key):
        raise SequenceChanged
    wanted = iter(keys)
    _number(rows, (by_key[next(wanted)] if row.pk in moved else row for row in listed))


@transaction.atomic
def move(rows: QuerySet[Any], key: int, by: int, *, among: Sequence[int]) -> None:
    """One place up (``by`` −1) or down (1) among the rows its user sees.

    At the end of the list nothing changes. Raises ``SequenceChanged``.
    """
    seen = set(among)
    keys = [row.pk for row in locked_in_sequence(rows) if row.pk in seen]
    if key not in keys:
        raise SequenceChanged
    place = keys.index(key)
    target = min(max(place + by, 0), len(keys) - 1)
    keys.insert(target, keys.pop(place))
    reorder(rows, keys)


def _number(rows: QuerySet[Any], listed: Iterable[Any]) -> None:
    changed = []
    for place, row in enumerate(listed, start=1):
        if row.position != place:
            row.position = place
            changed.append(row)
    rows.model._default_manager.bulk_update(changed, ["position"])  # noqa: SLF001
