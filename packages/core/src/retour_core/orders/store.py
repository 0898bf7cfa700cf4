"""Saving whole snapshots in few statements; callers hold the locks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Exists, F, OuterRef

from retour_core.domain.wire import OrderIn
from retour_core.orders.bulk import Row, columns_of, insert_rows, update_rows
from retour_core.orders.models import (
    Order,
    OrderLine,
    OutboundShipment,
    OutboundShipmentLine,
)
from retour_core.orders.parcels import KEPT, Parcel
from retour_core.orders.rows import line_rows, shipment_row

_KEEP_ON_ORDER = {"id", "shop_id", "external_id", "received_at"}
_KEEP_ON_LINE = {
    "id", "order_id", "external_id", "requested", "cancelled", "sent_back",
    "received_good", "received_not_good",
}  # fmt: skip
_ORDER_COLUMNS = [name for name in columns_of(Order) if name not in _KEEP_ON_ORDER]
_LINE_COLUMNS = [name for name in columns_of(OrderLine) if name not in _KEEP_ON_LINE]


def save_snapshots(
    rows: Sequence[Row],
    orders: Sequence[OrderIn],
    kept: Mapping[int, Sequence[Parcel]],
) -> None:
    """Write orders with their lines and external shipments, replacing what was.

    A row with an ``id`` is of a stored order, locked; the others are given theirs.
    ``kept`` are the parcels that stay, by the order's key. Counters of lines stay, too.
    """
    if not rows:
        return
    replaced = [row["id"] for row in rows if "id" in row]
    _write(Order, rows, _ORDER_COLUMNS)
    stored = _stored_lines(replaced)
    lines: list[Row] = []
    for row, order in zip(rows, orders, strict=True):
        key = row["id"]
        lines += line_rows(key, order, stored.get(key, {}), kept.get(key, ()))
    _write(OrderLine, lines, _LINE_COLUMNS)
    if replaced:
        OutboundShipment.objects.filter(~KEPT, order_id__in=replaced).delete()
        _drop_lines(rows, orders, stored)
    _save_shipments(rows, orders, lines)


def _write(
    model: type[Order | OrderLine], rows: Sequence[Row], columns: Sequence[str]
) -> None:
    update_rows(model, [row for row in rows if "id" in row], columns)
    insert_rows(model, [row for row in rows if "id" not in row])


def _stored_lines(order_ids: list[int]) -> dict[int, dict[str, OrderLine]]:
    found: dict[int, dict[str, OrderLine]] = {}
    if order_ids:
        for line in OrderLine.objects.filter(order_id__in=order_ids):
            found.setdefault(line.order_id, {})[line.external_id] = line
    return found


def _drop_lines(
    rows: Sequence[Row],
    orders: Sequence[OrderIn],
    stored: Mapping[int, Mapping[str, OrderLine]],
) -> None:
    """Lines the shop removed go; those of a return or a kept parcel stay, flagged."""
    gone: list[int] = []
    for row, order in zip(rows, orders, strict=True):
        kept = {line.id for line in order.lines}
        gone += [
            line.pk
            for key, line in stored.get(row["id"], {}).items()
            if key not in kept
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


def _save_shipments(
    rows: Sequence[Row], orders: Sequence[OrderIn], lines: Sequence[Row]
) -> None:
    pairs = [
        (shipment_row(row["id"], shipment), shipment)
        for row, order in zip(rows, orders, strict=True)
        for shipment in order.shipments
    ]
    insert_rows(OutboundShipment, [row for row, _ in pairs])
    keys = {(line["order_id"], line["external_id"]): line["id"] for line in lines}
    insert_rows(
        OutboundShipmentLine,
        [
            {
                "shipment_id": row["id"],
                "order_line_id": keys[row["order_id"], part.line_id],
                "quantity": part.quantity,
            }
            for row, shipment in pairs
            for part in shipment.lines
        ],
    )
