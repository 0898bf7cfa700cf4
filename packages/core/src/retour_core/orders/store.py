"""Saving whole snapshots in few statements; callers hold the locks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Exists, F, OuterRef

from retour_core.domain.wire import OrderIn
from retour_core.orders.bulk import write_rows
from retour_core.orders.models import (
    Order,
    OrderLine,
    OutboundShipment,
    OutboundShipmentLine,
)
from retour_core.orders.parcels import KEPT, Parcel
from retour_core.orders.rows import line_rows, shipment_row

_KEEP_ON_ORDER = {"id", "shop", "external_id", "received_at"}
_KEEP_ON_LINE = {
    "id", "order", "external_id", "requested", "cancelled", "sent_back",
    "received_good", "received_not_good",
}  # fmt: skip
_ORDER_FIELDS = [
    field.name
    for field in Order._meta.concrete_fields  # noqa: SLF001 - Django's documented API
    if field.name not in _KEEP_ON_ORDER
]
_LINE_FIELDS = [
    field.name
    for field in OrderLine._meta.concrete_fields  # noqa: SLF001
    if field.name not in _KEEP_ON_LINE
]


def save_snapshots(
    rows: Sequence[Order],
    orders: Sequence[OrderIn],
    known: Mapping[str, Order],
    kept: Mapping[int, Sequence[Parcel]],
) -> None:
    """Write orders with their lines and external shipments, replacing what was.

    ``known`` are the stored orders by external id, locked; ``kept`` their parcels
    that stay, by the order's key. Counters of lines stay, too.
    The rows are given their keys.
    """
    if not rows:
        return
    write_rows(rows, unique=["shop", "external_id"], update=_ORDER_FIELDS)
    stored = _stored_lines([known[o.id].pk for o in orders if o.id in known])
    lines: list[OrderLine] = []
    for row, order in zip(rows, orders, strict=True):
        lines += line_rows(row, order, stored.get(row.pk, {}), kept.get(row.pk, ()))
    write_rows(lines, unique=["order", "external_id"], update=_LINE_FIELDS)
    _drop_shipments([known[o.id].pk for o in orders if o.id in known])
    _drop_lines(rows, orders, stored)
    _save_shipments(rows, orders, lines)


def _stored_lines(order_ids: list[int]) -> dict[int, dict[str, OrderLine]]:
    found: dict[int, dict[str, OrderLine]] = {}
    if order_ids:
        for line in OrderLine.objects.filter(order_id__in=order_ids):
            found.setdefault(line.order_id, {})[line.external_id] = line
    return found


def _drop_lines(
    rows: Sequence[Order],
    orders: Sequence[OrderIn],
    stored: Mapping[int, Mapping[str, OrderLine]],
) -> None:
    """Lines the shop removed go; those of a return or a kept parcel stay, flagged."""
    gone: list[int] = []
    for row, order in zip(rows, orders, strict=True):
        kept = {line.id for line in order.lines}
        gone += [
            line.pk for key, line in stored.get(row.pk, {}).items() if key not in kept
        ]
    if not gone:
        return
    in_parcels = OutboundShipmentLine.objects.filter(order_line=OuterRef("pk"))
    OrderLine.objects.filter(
        ~Exists(in_parcels), pk__in=gone, return_lines=None
    ).delete()
    OrderLine.objects.filter(pk__in=gone).update(
        is_removed=True,
        returnable_limit=F("requested") - F("cancelled") - F("sent_back"),
    )


def _drop_shipments(order_ids: Sequence[int]) -> None:
    if order_ids:
        OutboundShipment.objects.filter(~KEPT, order_id__in=order_ids).delete()


def _save_shipments(
    rows: Sequence[Order], orders: Sequence[OrderIn], lines: Sequence[OrderLine]
) -> None:
    pairs = [
        (shipment_row(row, shipment), shipment)
        for row, order in zip(rows, orders, strict=True)
        for shipment in order.shipments
    ]
    if not pairs:
        return
    write_rows([row for row, _ in pairs])
    by_key = {(line.order_id, line.external_id): line for line in lines}
    write_rows(
        [
            OutboundShipmentLine(
                shipment=row,
                order_line=by_key[row.order_id, part.line_id],
                quantity=part.quantity,
            )
            for row, shipment in pairs
            for part in shipment.lines
        ]
    )
