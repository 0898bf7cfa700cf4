"""Shipments registered by themselves: sent elsewhere, told of by whoever sent them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from retour_core.domain.errors import DomainError
from retour_core.domain.order_checks import CLOCK_SKEW, EARLIEST
from retour_core.domain.wire import FieldProblem, ShipmentIn
from retour_core.orders.locks import lock_order, lock_shop
from retour_core.orders.models import (
    Order,
    OrderLine,
    OrderRevision,
    OrderSource,
    OutboundShipment,
    OutboundShipmentLine,
)
from retour_core.orders.operations import check_open
from retour_core.orders.parcels import (
    REGISTERED,
    contents_of,
    counts_fulfilment,
    fulfilled_units,
    parcels_of_orders,
)
from retour_core.orders.revisions import MAX_ACTOR
from retour_core.orders.rows import limit_line, shipment_row

# The id and its prefix share a column.
MAX_ID = 100 - len(REGISTERED)


class ShipmentInvalid(DomainError):
    """Some fields of this shipment do not fit its order."""

    code = "validation_failed"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(problems[0].message)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Registered:
    """``is_new`` is false for an id that was registered before."""

    shipment: OutboundShipment
    is_new: bool


def register_shipment(
    order: Order, shipment: ShipmentIn, *, now: datetime, actor: str = ""
) -> Registered:
    """Add a shipment sent elsewhere; the same id again replaces what was told.

    It stays when the shop pushes the order again, and counts as fulfilment unless
    the push tells of the same tracking number. Raises ``ShipmentInvalid``,
    ``ShopPaused`` and ``ShopDisconnected``.
    """
    with transaction.atomic():
        check_open(lock_shop(order.shop_id))
        order = lock_order(order.pk)
        lines = {line.external_id: line for line in order.lines.all()}
        problems = _problems(shipment, lines, now)
        if problems:
            raise ShipmentInvalid(problems)
        stored, is_new, is_changed = _store(order, shipment, lines)
        if is_changed:
            _count(order, lines)
            _record(order, shipment, now, actor)
    return Registered(stored, is_new)


def public_id(shipment: OutboundShipment) -> str:
    """The id its sender knows it by."""
    return shipment.external_id.removeprefix(REGISTERED)


def units_by_line(shipment: ShipmentIn) -> dict[str, int]:
    units: Counter[str] = Counter()
    for part in shipment.lines:
        units[part.line_id] += part.quantity
    return dict(units)


def _problems(
    shipment: ShipmentIn, lines: dict[str, OrderLine], now: datetime
) -> list[FieldProblem]:
    found = []
    for name in ("shipped_at", "delivered_at"):
        moment: datetime | None = getattr(shipment, name)
        if moment is not None and not EARLIEST <= moment <= now + CLOCK_SKEW:
            code = "date_in_future" if moment > now else "date_too_old"
            found.append(_problem(f"/{name}", code, f"{moment.isoformat()} cannot be."))
    for index, part in enumerate(shipment.lines):
        line = lines.get(part.line_id)
        if line is None:
            text = f"The order has no line “{part.line_id}”."
            found.append(_problem(f"/lines/{index}/line_id", "line_unknown", text))
    for line_id, quantity in units_by_line(shipment).items():
        line = lines.get(line_id)
        if line is not None and quantity > line.ordered:
            text = f"{quantity} of “{line_id}” is more than the {line.ordered} ordered."
            found.append(_problem("/lines", "more_than_ordered", text))
    return found


def _problem(pointer: str, code: str, message: str) -> FieldProblem:
    return FieldProblem(pointer=pointer, code=code, message=message)


def _store(
    order: Order, told: ShipmentIn, lines: dict[str, OrderLine]
) -> tuple[OutboundShipment, bool, bool]:
    """The row, whether it is new, and whether anything is."""
    row = OutboundShipment(**shipment_row(order.pk, told))
    row.external_id = REGISTERED + told.id
    units = {lines[key].pk: n for key, n in units_by_line(told).items()}
    before = order.shipments.filter(external_id=row.external_id).first()
    if before is not None:
        row.pk = before.pk
        parts = before.lines.values_list("order_line_id", "quantity")
        if _facts(row) == _facts(before) and dict(parts) == units:
            return before, False, False
        before.lines.all().delete()
    row.save()
    OutboundShipmentLine.objects.bulk_create(
        OutboundShipmentLine(shipment=row, order_line_id=key, quantity=quantity)
        for key, quantity in units.items()
    )
    return row, before is None, True


def _facts(row: OutboundShipment) -> tuple[Any, ...]:
    return (
        row.tracking_number,
        row.carrier,
        row.tracking_url,
        row.shipped_at,
        row.delivered_at,
        row.export_mrn,
    )


def _count(order: Order, lines: dict[str, OrderLine]) -> None:
    """Bring the lines to what a push of the same order would make of them."""
    parcels = contents_of(parcels_of_orders([order.pk], Q()).get(order.pk, []))
    told = _told(order, lines)
    is_counted = counts_fulfilment(told.values(), parcels)
    present = [line for line in lines.values() if not line.is_removed]
    for line in present:
        line.fulfilled = fulfilled_units(
            line.external_id,
            ordered=line.ordered,
            told=told.get(line.external_id, 0),
            parcels=parcels,
        )
        limit_line(line, is_counted=is_counted)
    OrderLine.objects.bulk_update(present, ["fulfilled", "returnable_limit"])
    if not order.has_shipment:
        order.has_shipment = True
        order.save(update_fields=["has_shipment", "updated_at"])


def _told(order: Order, lines: dict[str, OrderLine]) -> dict[str, int]:
    """How many units of each line the shop itself said it had sent."""
    revision = order.revisions.order_by("-pk").first()
    if revision is None:
        return {key: line.fulfilled for key, line in lines.items()}
    return {
        line["id"]: line.get("fulfilled_quantity", 0)
        for line in revision.snapshot["lines"]
    }


def _record(order: Order, told: ShipmentIn, now: datetime, actor: str) -> None:
    """A revision of its own: the last snapshot with this shipment in it."""
    last = order.revisions.order_by("-pk").first()
    if last is None:
        return
    row = told.model_dump(mode="json", exclude_defaults=True)
    row["id"] = REGISTERED + told.id
    others = [s for s in last.snapshot.get("shipments", []) if s["id"] != row["id"]]
    OrderRevision.objects.create(
        order=order,
        source=OrderSource.SHIPMENTS,
        actor=actor[:MAX_ACTOR],
        snapshot={**last.snapshot, "shipments": [*others, row]},
        changed_at=order.changed_at,
        received_at=now,
    )
