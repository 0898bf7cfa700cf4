"""From the wire to rows, unsaved: amounts to minor units, lines to limits.

They are dicts by column for ``bulk``, JSON columns as their text: a model's instance
costs more to make than to store.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from retour_core.domain.money import allocate, currency_exponent
from retour_core.domain.order_checks import to_minor
from retour_core.domain.refunds.shares import in_ratio
from retour_core.domain.tracking_numbers import normalise_tracking_number
from retour_core.domain.wire import LineIn, OrderIn, ShipmentIn
from retour_core.orders.bulk import Row
from retour_core.orders.intake import Accepted
from retour_core.orders.models import OrderLine, ShipmentSource, Shop
from retour_core.orders.numbers import number_key
from retour_core.orders.parcels import (
    Contents,
    Parcel,
    contents_of,
    counts_fulfilment,
    fulfilled_units,
    likely_carrier,
)
from retour_core.orders.rules_apply import Sender
from retour_core.orders.search_keys import code_key, email_key, name_keys, number_end

_NOTHING_RETURNED = {
    "requested": 0,
    "cancelled": 0,
    "sent_back": 0,
    "received_good": 0,
    "received_not_good": 0,
}


def order_row(
    shop: Shop,
    accepted: Accepted,
    sender: Sender,
    *,
    now: datetime,
    kept: Sequence[Parcel] = (),
) -> Row:
    """``kept`` are the order's parcels that the snapshot need not name."""
    order = accepted.order
    exponent = currency_exponent(order.currency)
    total = to_minor(order.total_incl_tax, exponent)
    return {
        "shop_id": shop.pk,
        "brand_id": sender.brand_id,
        "sender_address_id": sender.address_id,
        "shipping_rule_id": sender.rule_id,
        "shipping_rule_name": sender.rule_name,
        "external_id": order.id,
        "number": order.number,
        "status": order.status,
        "currency": order.currency,
        "placed_at": order.placed_at,
        "changed_at": order.changed_at,
        "email": order.email,
        "phone": order.phone,
        "locale": order.locale,
        "sales_channel": order.sales_channel,
        "tags": _tags(order.tags),
        "total_incl_minor": total,
        "shipping_incl_minor": to_minor(order.shipping_incl_tax, exponent),
        "standard_shipping_minor": _minor(order.standard_shipping_incl_tax, exponent),
        "shipping_tax_rate": _rate(order.shipping_tax_rate),
        "order_discount_minor": to_minor(order.order_discount, exponent),
        "captured_minor": (
            total if order.captured is None else to_minor(order.captured, exponent)
        ),
        "tenders": _tenders(order, exponent),
        "has_shipment": bool(kept) or _is_shipped(order),
        "invoice_number": order.invoice_number,
        "url": order.url,
        "content_hash": accepted.content_hash,
        "received_at": now,
        "updated_at": now,
        **_addresses(order),
        **_keys(order),
    }


def line_rows(
    order_id: int,
    order: OrderIn,
    known: Mapping[str, OrderLine],
    kept: Sequence[Parcel] = (),
) -> list[Row]:
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
    discounts = _discount_shares(order, exponent)
    for position, line in enumerate(order.lines):
        row = _line_row(line, exponent, parcels)
        if discounts:
            _take_off(row, discounts[position])
        stored = known.get(line.id)
        row["order_id"] = order_id
        row["position"] = position
        row["returnable_limit"] = returnable_limit(
            ordered=line.quantity,
            fulfilled=row["fulfilled"],
            refunded=line.refunded_quantity,
            net_returned=stored.net_returned if stored else 0,
            is_counted=is_counted,
        )
        if stored is not None:
            row["id"] = stored.pk
        rows.append(row)
    return rows


def returnable_limit(
    *, ordered: int, fulfilled: int, refunded: int, net_returned: int, is_counted: bool
) -> int:
    """How many units may come back; for ``is_counted`` see ``counts_fulfilment``."""
    return max((fulfilled if is_counted else ordered) - refunded, net_returned, 0)


def limit_line(line: OrderLine, *, is_counted: bool) -> None:
    """The same for a stored line."""
    line.returnable_limit = returnable_limit(
        ordered=line.ordered,
        fulfilled=line.fulfilled,
        refunded=line.refunded_elsewhere,
        net_returned=line.net_returned,
        is_counted=is_counted,
    )


def shipment_row(order_id: int, shipment: ShipmentIn) -> Row:
    """A shipment without a carrier gets the one its number gives away."""
    carrier, url = shipment.carrier, shipment.tracking_url
    if not carrier and (match := likely_carrier(shipment.tracking_number)):
        carrier, url = match.carrier_name, url or match.tracking_url
    return {
        "order_id": order_id,
        "external_id": shipment.id,
        "source": ShipmentSource.EXTERNAL.value,
        "tracking_number": shipment.tracking_number,
        "tracking_key": normalise_tracking_number(shipment.tracking_number),
        "carrier": carrier,
        "tracking_url": url,
        "shipped_at": shipment.shipped_at,
        "delivered_at": shipment.delivered_at,
        "export_mrn": shipment.export_mrn,
    }


def _addresses(order: OrderIn) -> Row:
    ship, bill = order.shipping_address, order.billing_address
    return {
        "customer_name": ship.name or ship.company,
        "country": ship.country,
        "postal_code": ship.postal_code,
        "billing_country": bill.country if bill else "",
        "billing_postal_code": bill.postal_code if bill else "",
        "shipping_address": ship.model_dump_json(exclude_defaults=True),
        "billing_address": bill.model_dump_json(exclude_defaults=True)
        if bill
        else None,
    }


def _keys(order: OrderIn) -> Row:
    ship = order.shipping_address
    name, surname, middle = name_keys(ship.name or ship.company)
    return {
        "number_key": number_key(order.number),
        "number_end": number_end(order.number),
        "email_key": email_key(order.email),
        "postal_key": code_key(ship.postal_code),
        "name_key": name,
        "surname_key": surname,
        "middle_key": middle,
    }


def _parcel(shipment: ShipmentIn) -> Parcel:
    units: Counter[str] = Counter()
    for part in shipment.lines:
        units[part.line_id] += part.quantity
    return Parcel(shipment.tracking_number, units)


def _is_shipped(order: OrderIn) -> bool:
    return bool(order.shipments) or any(line.fulfilled_quantity for line in order.lines)


def _line_row(line: LineIn, exponent: int, parcels: Contents) -> Row:
    return {
        "external_id": line.id,
        "sku": line.sku,
        "sku_key": code_key(line.sku),
        "ean": line.ean,
        "title": line.title,
        "variant": line.variant,
        "category": line.category,
        "product_brand": line.brand,
        "exemption": line.exemption,
        "tags": _tags(line.tags),
        "image_url": line.image_url,
        "product_url": line.product_url,
        "hs_code": line.hs_code,
        "origin_country": line.origin_country or "",
        "weight_grams": line.weight_grams,
        "ordered": line.quantity,
        "fulfilled": fulfilled_units(
            line.id,
            ordered=line.quantity,
            told=line.fulfilled_quantity,
            parcels=parcels,
        ),
        "refunded_elsewhere": line.refunded_quantity,
        "unit_list_minor": _minor(line.unit_list_price, exponent),
        "total_incl_minor": to_minor(line.total_incl_tax, exponent),
        "total_excl_minor": _minor(line.total_excl_tax, exponent),
        "discount_minor": to_minor(line.discount, exponent),
        "order_discount_minor": 0,
        "tax_rate": _rate(line.tax_rate),
        "is_removed": False,
        **_NOTHING_RETURNED,
    }


def _discount_shares(order: OrderIn, exponent: int) -> list[int]:
    """Each line's share of the order's discount; empty where there is none."""
    discount = to_minor(order.order_discount, exponent)
    if not discount:
        return []
    paid = [to_minor(line.total_incl_tax, exponent) for line in order.lines]
    return allocate(discount, paid)


def _take_off(row: Row, share: int) -> None:
    """Fix what was really paid for the line; its tax goes down in proportion."""
    before, excl = row["total_incl_minor"], row["total_excl_minor"]
    paid = before - share
    row["order_discount_minor"] = share
    row["total_incl_minor"] = paid
    if excl is not None:
        row["total_excl_minor"] = in_ratio(paid, excl, before)


def _tenders(order: OrderIn, exponent: int) -> str:
    if not order.tenders:
        return "[]"
    found = [
        {"kind": t.kind, "id": t.id, "minor": to_minor(t.amount, exponent)}
        for t in order.tenders
    ]
    return json.dumps(found, ensure_ascii=False)


def _minor(amount: str | None, exponent: int) -> int | None:
    return None if amount is None else to_minor(amount, exponent)


def _rate(rate: str | None) -> Decimal | None:
    return None if rate is None else Decimal(rate)


def _tags(tags: Sequence[str]) -> str:
    return json.dumps(tags, ensure_ascii=False) if tags else "[]"
