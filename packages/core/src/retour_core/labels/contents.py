"""Which items a carrier is told to be in which parcel.

Nobody asks the customer: units are dealt out in their order, as evenly as they go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retour_core.carriers.base import ParcelItem


@dataclass(frozen=True)
class Contents:
    """``weight_grams`` is ``None`` unless every item's weight is known."""

    items: tuple[ParcelItem, ...]
    weight_grams: int | None


def contents_of(items: Sequence[ParcelItem], parcel: int, parcels: int) -> Contents:
    """Those of the ``parcel``-th of ``parcels``, from 1; together they are all items.

    Fewer units than parcels are items in several pieces: each parcel names all of
    them, without their weights, and weighs its share.
    """
    units = sum(item.quantity for item in items)
    if units < parcels:
        total = _grams(items)
        share = None if total is None else -(-total // parcels)
        whole = items if parcels == 1 else [_unweighed(item) for item in items]
        return Contents(tuple(whole), share)
    start, end = units * (parcel - 1) // parcels, units * parcel // parcels
    dealt: list[ParcelItem] = []
    first = 0
    for item in items:
        count = min(end, first + item.quantity) - max(start, first)
        if count > 0:
            dealt.append(replace(item, quantity=count))
        first += item.quantity
    return Contents(tuple(dealt), _grams(dealt))


def _grams(items: Sequence[ParcelItem]) -> int | None:
    total = 0
    for item in items:
        if not item.weight_grams:
            return None
        total += item.weight_grams * item.quantity
    return total or None


def _unweighed(item: ParcelItem) -> ParcelItem:
    return replace(item, weight_grams=None)
