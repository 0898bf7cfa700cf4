"""Which items a carrier is told to be in which parcel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retour_core.carriers.base import ParcelItem
from retour_core.domain.dealing import units_dealt


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
    dealt = units_dealt([item.quantity for item in items], parcel, parcels)
    if dealt is None:
        total = _grams(items)
        share = None if total is None else -(-total // parcels)
        whole = items if parcels == 1 else [_unweighed(item) for item in items]
        return Contents(tuple(whole), share)
    inside = [
        replace(item, quantity=len(units))
        for item, units in zip(items, dealt, strict=True)
        if units
    ]
    return Contents(tuple(inside), _grams(inside))


def _grams(items: Sequence[ParcelItem]) -> int | None:
    total = 0
    for item in items:
        if not item.weight_grams:
            return None
        total += item.weight_grams * item.quantity
    return total or None


def _unweighed(item: ParcelItem) -> ParcelItem:
    return replace(item, weight_grams=None)
