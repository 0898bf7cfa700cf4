"""What is known of parcels on their way out: whose they are and what they settle.

A shipment of a pushed order belongs to the snapshot and goes with it. One that was
registered by itself stays whatever the shop pushes later; its ``external_id`` begins
with ``REGISTERED``, which no pushed shipment may use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from retour_core.domain.tracking_numbers import (
    CarrierMatch,
    normalise_tracking_number,
    recognise,
)
from retour_core.orders.models import OutboundShipment, ShipmentSource

REGISTERED = "registered:"
# What stays when an order is pushed again.
KEPT = ~Q(source=ShipmentSource.EXTERNAL) | Q(external_id__startswith=REGISTERED)
_NO_CARRIER = {"s10", "sscc"}


@dataclass(frozen=True)
class Parcel:
    """``units`` by the line's external id; empty where the contents are not known."""

    tracking_number: str
    units: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Contents:
    """What all parcels of one order hold; ``is_complete`` unless one is not known."""

    units: Mapping[str, int]
    is_complete: bool


NO_PARCELS = Contents({}, is_complete=True)


def contents_of(parcels: Iterable[Parcel]) -> Contents:
    """Several reports of one tracking number are one parcel, told of twice."""
    by_number: dict[object, Counter[str]] = {}
    for index, parcel in enumerate(parcels):
        key = normalise_tracking_number(parcel.tracking_number) or index
        by_number[key] = by_number.get(key, Counter()) | Counter(parcel.units)
    if not by_number:
        return NO_PARCELS
    total: Counter[str] = Counter()
    for units in by_number.values():
        total.update(units)
    return Contents(total, is_complete=all(by_number.values()))


def parcels_of_orders(
    order_ids: Iterable[int], which: Q = KEPT
) -> dict[int, list[Parcel]]:
    """The stored parcels of each order, in one query."""
    found: dict[int, dict[int, tuple[str, Counter[str]]]] = {}
    rows = (
        OutboundShipment.objects.filter(which, order_id__in=list(order_ids))
        .order_by("pk")
        .values_list(
            "order_id",
            "pk",
            "tracking_number",
            "lines__order_line__external_id",
            "lines__quantity",
        )
    )
    for order_id, pk, number, line_id, quantity in rows:
        _, units = found.setdefault(order_id, {}).setdefault(pk, (number, Counter()))
        if line_id is not None:
            units[line_id] += quantity
    return {
        order_id: [Parcel(number, units) for number, units in shipments.values()]
        for order_id, shipments in found.items()
    }


def fulfilled_units(line_id: str, *, ordered: int, told: int, parcels: Contents) -> int:
    """The shop's count or what the parcels hold, whichever is more."""
    return min(ordered, max(told, parcels.units.get(line_id, 0)))


def counts_fulfilment(told: Iterable[int], parcels: Contents) -> bool:
    """Whether units not fulfilled are known to be still with the shop.

    Otherwise — nothing was counted, or a parcel's contents are not known — all that
    was ordered may be with the customer.
    """
    return any(told) or (bool(parcels.units) and parcels.is_complete)


def likely_carrier(tracking_number: str) -> CarrierMatch | None:
    """The carrier the number itself gives away; ``None`` if it could be several's."""
    if not tracking_number:
        return None
    matches = recognise(tracking_number)
    named = [match for match in matches if match.carrier not in _NO_CARRIER]
    if len({match.carrier for match in named}) != 1:
        return None
    return named[0]
