"""From the wire to rows, unsaved: amounts to minor units, lines to limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from retour_core.domain.money import currency_exponent
from retour_core.domain.order_checks import to_minor
from retour_core.domain.wire import AddressIn, LineIn, OrderIn, ShipmentIn
from retour_core.orders.intake import Accepted
from retour_core.orders.models import (
    Order,
    OrderLine,
    OutboundShipment,
    Shop,
)
from retour_core.orders.numbers import number_key
from retour_core.orders.parcels import (
    Contents,
    Parcel,
    contents_of,
    counts_fulfilment,
    fulfilled_units,
    likely_carrier,
)


def order_row(
    shop: Shop, accepted: Accepted, *, now: datetime, kept: Sequence[Parcel] = ()
) -> Order:
    """``kept`` are the order's parcels that the snapshot need not name."""
    order = accepted.order
    exponent = currency_exponent(order.currency)
    total = to_minor(order.total_incl_tax, exponent)
    ship, bill = order.shipping_address, order.billing_address
    return Order(
        shop=shop,
        brand_id=shop.brand_id,
        external_id=order.id,
        number=order.number,
        number_key=number_key(order.number),
        status=order.status,
        currency=order.currency,
        placed_at=order.placed_at,
        changed_at=order.changed_at,
        email=order.email,
        phone=order.phone,
        locale=order.locale,
        sales_channel=order.sales_channel,
        tags=list(order.tags),
        customer_name=ship.name or ship.company,
        country=ship.country,
        postal_code=ship.postal_code,
        billing_country=bill.country if bill else "",
        billing_postal_code=bill.postal_code if bill else "",
        shipping_address=_address(ship),
        billing_address=_address(bill) if bill else None,
        total_incl_minor=total,
        shipping_incl_minor=to_minor(order.shipping_incl_tax, exponent),
        captured_minor=(
            total if order.captured is None else to_minor(order.captured, exponent)
        ),
        has_shipment=bool(kept) or _is_shipped(order),
        url=order.url,
        content_hash=accepted.content_hash,
        received_at=now,
        updated_at=now,
    )


def line_rows(
    order_row_: Order,
    order: OrderIn,
    known: Mapping[str, OrderLine],
    kept: Sequence[Parcel] = (),
) -> list[OrderLine]:
    """The order's lines; ``known`` are the stored ones, for what is on its way back.

    A limit never drops below what customers already announced: the shop may shrink
    a line after the fact, and the parcel is coming all the same.
    """
    exponent = currency_exponent(order.currency)
    parcels = contents_of([*map(_parcel, order.shipments), *kept])
    is_counted = counts_fulfilment(
        (line.fulfilled_quantity for line in order.lines), parcels
    )
    rows = []
    for position, line in enumerate(order.lines):
        stored = known.get(line.id)
        row = _line_row(line, exponent, position, parcels)
        row.order = order_row_
        limit_line(row, is_counted=is_counted)
        if stored is not None:
            row.returnable_limit = max(row.returnable_limit, stored.net_returned)
        rows.append(row)
    return rows


def limit_line(line: OrderLine, *, is_counted: bool) -> None:
    """Set how many units may come back; see ``counts_fulfilment``."""
    base = line.fulfilled if is_counted else line.ordered
    line.returnable_limit = max(base - line.refunded_elsewhere, line.net_returned, 0)


def shipment_row(order_row_: Order, shipment: ShipmentIn) -> OutboundShipment:
    """A shipment without a carrier gets the one its number gives away."""
    carrier, url = shipment.carrier, shipment.tracking_url
    if not carrier and (match := likely_carrier(shipment.tracking_number)):
        carrier, url = match.carrier_name, url or match.tracking_url
    return OutboundShipment(
        order=order_row_,
        external_id=shipment.id,
        tracking_number=shipment.tracking_number,
        carrier=carrier,
        tracking_url=url,
        shipped_at=shipment.shipped_at,
        delivered_at=shipment.delivered_at,
    )


def _parcel(shipment: ShipmentIn) -> Parcel:
    units: Counter[str] = Counter()
    for part in shipment.lines:
        units[part.line_id] += part.quantity
    return Parcel(shipment.tracking_number, units)


def _is_shipped(order: OrderIn) -> bool:
    return bool(order.shipments) or any(line.fulfilled_quantity for line in order.lines)


def _line_row(
    line: LineIn, exponent: int, position: int, parcels: Contents
) -> OrderLine:
    def optional(amount: str | None) -> int | None:
        return None if amount is None else to_minor(amount, exponent)

    return OrderLine(
        external_id=line.id,
        position=position,
        sku=line.sku,
        ean=line.ean,
        title=line.title,
        variant=line.variant,
        category=line.category,
        tags=list(line.tags),
        image_url=line.image_url,
        product_url=line.product_url,
        hs_code=line.hs_code,
        origin_country=line.origin_country or "",
        weight_grams=line.weight_grams,
        ordered=line.quantity,
        fulfilled=fulfilled_units(
            line.id,
            ordered=line.quantity,
            told=line.fulfilled_quantity,
            parcels=parcels,
        ),
        refunded_elsewhere=line.refunded_quantity,
        unit_list_minor=optional(line.unit_list_price),
        total_incl_minor=to_minor(line.total_incl_tax, exponent),
        total_excl_minor=optional(line.total_excl_tax),
        discount_minor=to_minor(line.discount, exponent),
        tax_rate=None if line.tax_rate is None else Decimal(line.tax_rate),
        is_removed=False,
    )


def _address(address: AddressIn) -> dict[str, str]:
    return {key: value for key, value in address.model_dump().items() if value}
