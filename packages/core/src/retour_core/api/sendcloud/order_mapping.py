"""From their order (API v3) to the wire's, and problems back to their pointers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from retour_core.api.sendcloud.amounts import amount, grams
from retour_core.api.sendcloud.lines import Item, wire_lines
from retour_core.api.sendcloud.order_in import (
    OrderItemIn,
    PostalAddressIn,
    PriceIn,
    SendcloudOrderIn,
)
from retour_core.api.sendcloud.parcel_mapping import street_line
from retour_core.api.sendcloud.refusals import Path, Problem
from retour_core.domain.wire import FieldProblem

_CANCELLED = {"cancelled", "canceled"}
_ADDRESS = {
    "name": "name",
    "company": "company_name",
    "street": "address_line_1",
    "street2": "address_line_2",
    "postal_code": "postal_code",
    "city": "city",
    "region": "state_province_code",
    "country": "country_code",
    "phone": "phone_number",
}
_HEAD: dict[str, Path] = {
    "id": ("order_id",),
    "number": ("order_number",),
    "currency": ("payment_details", "total_price", "currency"),
    "total_incl_tax": ("payment_details", "total_price", "value"),
    "shipping_incl_tax": ("payment_details", "estimated_shipping_price", "value"),
    "placed_at": ("order_details", "order_created_at"),
    "changed_at": ("order_details", "order_updated_at"),
    "tags": ("order_details", "tags"),
    "email": ("customer_details", "email"),
    "phone": ("customer_details", "phone_number"),
}
_ITEM: dict[str, Path] = {
    "id": ("item_id",),
    "title": ("name",),
    "variant": ("properties",),
    "origin_country": ("country_of_origin",),
    "total_incl_tax": ("total_price", "value"),
    "unit_list_price": ("unit_price", "value"),
    "weight_grams": ("measurement", "weight"),
}


def order_problems(order: SendcloudOrderIn) -> Iterator[Problem]:
    """What one field of their order cannot tell."""
    payment = order.payment_details
    if not payment.total_price.currency:
        pointer = ("payment_details", "total_price", "currency")
        yield Problem(pointer, "Give this field a value.")
    if order.shipping_address is None and order.billing_address is None:
        sentence = "Give an address: without its postal code no customer finds it."
        yield Problem(("shipping_address",), sentence)
    for path, price in _prices(order):
        if price.value is None:
            yield Problem((*path, "value"), "Give this field a value.")
        if price.currency not in ("", payment.total_price.currency):
            sentence = "One order has one currency, that of its total price."
            yield Problem((*path, "currency"), sentence)


def wire_order(
    order: SendcloudOrderIn, *, base: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The whole order; of what is known (``base``), what theirs cannot say stays."""
    details, payment = order.order_details, order.payment_details
    currency = payment.total_price.currency
    customer, address = order.customer_details, order.shipping_address
    known = base or {}
    changed_at = details.order_updated_at or max(
        details.order_created_at, known.get("changed_at", details.order_created_at)
    )
    cancelled = details.status.code.lower() in _CANCELLED
    items = [_item(item) for item in details.order_items]
    wire: dict[str, Any] = {
        "id": order.order_id,
        "number": order.order_number,
        "currency": currency,
        "placed_at": details.order_created_at,
        "changed_at": changed_at,
        "status": "cancelled" if cancelled else "open",
        "tags": [tag for tag in details.tags if tag],
        "email": (customer and customer.email) or (address and address.email) or "",
        "phone": (customer and customer.phone_number) or "",
        "lines": wire_lines(items, currency, known.get("lines", ())),
        "shipments": known.get("shipments", []),
        "total_incl_tax": amount(_value(payment.total_price), currency),
        "shipping_incl_tax": amount(_value(payment.estimated_shipping_price), currency),
    }
    for name in ("shipping_address", "billing_address"):
        if (given := getattr(order, name)) is not None:
            wire[name] = _address(given, customer.name if customer else "")
    wire.setdefault("shipping_address", wire.get("billing_address"))
    return wire


def their_path(problem: FieldProblem) -> Path:
    """Where in their order the wire's problem lies."""
    first, *rest = problem.pointer.strip("/").split("/")
    if first == "lines":
        fields = _ITEM.get("/".join(rest[1:]), tuple(rest[1:]))
        return ("order_details", "order_items", *map(int, rest[:1]), *fields)
    if first.endswith("_address"):
        return (first, *(_ADDRESS.get(name, name) for name in rest))
    return _HEAD.get(first, (first, *rest))


def _prices(order: SendcloudOrderIn) -> Iterator[tuple[Path, PriceIn]]:
    payment = order.payment_details
    yield ("payment_details", "total_price"), payment.total_price
    if payment.estimated_shipping_price is not None:
        path = ("payment_details", "estimated_shipping_price")
        yield path, payment.estimated_shipping_price
    for index, item in enumerate(order.order_details.order_items):
        under = ("order_details", "order_items", index)
        yield (*under, "total_price"), item.total_price
        if item.unit_price is not None:
            yield (*under, "unit_price"), item.unit_price


def _value(price: PriceIn | None) -> Decimal:
    return (price and price.value) or Decimal(0)


def _item(item: OrderItemIn) -> Item:
    return Item(
        ids=(item.item_id, item.sku, item.variant_id, item.product_id),
        title=item.name,
        quantity=item.quantity,
        total=_value(item.total_price),
        unit=item.unit_price.value if item.unit_price else None,
        weight_grams=_grams(item),
        sku=item.sku,
        ean=item.ean,
        hs_code=item.hs_code,
        origin_country=item.country_of_origin,
        image_url=item.image_url,
        properties=item.properties,
    )


def _grams(item: OrderItemIn) -> int | None:
    weight = item.measurement.weight if item.measurement else None
    if weight is None or weight.value is None:
        return None
    return grams(weight.value, weight.unit)


def _address(given: PostalAddressIn, customer: str) -> dict[str, Any]:
    address = {ours: getattr(given, theirs) for ours, theirs in _ADDRESS.items()}
    address["street"] = street_line(given.address_line_1, given.house_number)
    address["name"] = given.name or ("" if given.company_name else customer)
    return address
