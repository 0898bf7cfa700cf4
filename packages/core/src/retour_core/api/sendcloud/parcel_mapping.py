"""From their parcel to the wire's order, new or on top of what is known."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from retour_core.api.sendcloud.amounts import amount, grams
from retour_core.api.sendcloud.lines import Item, wire_lines
from retour_core.api.sendcloud.parcel_in import ItemIn, ParcelIn, ParcelUpdate
from retour_core.api.sendcloud.refusals import Path, Problem
from retour_core.domain.addresses import divided_street
from retour_core.domain.wire import FieldProblem

DEFAULT_CURRENCY = "EUR"

_ADDRESS = {
    "name": "name",
    "company_name": "company",
    "address_2": "street2",
    "city": "city",
    "postal_code": "postal_code",
    "country": "country",
    "country_state": "region",
    "telephone": "phone",
}
_HEAD = {"order_number": "number", "email": "email", "telephone": "phone"}
_FIELDS = {
    "/id": "external_reference",
    "/number": "order_number",
    "/currency": "total_order_value_currency",
    "/total_incl_tax": "total_order_value",
    "/email": "email",
    "/phone": "telephone",
    "/shipping_address/street": "address",
    **{f"/shipping_address/{ours}": theirs for theirs, ours in _ADDRESS.items()},
}
_ITEM_FIELDS = {
    "id": "item_id",
    "title": "description",
    "total_incl_tax": "value",
    "unit_list_price": "value",
    "variant": "properties",
    "weight_grams": "weight",
}


def key_of(parcel: ParcelIn) -> str:
    """The order's key: sent again under it, a parcel is the same one.

    ``external_reference`` is made for that; without one the order's own id or number
    stands in, told apart by the shipment's id. Who sends nothing of the kind gets a
    new parcel each time.
    """
    if parcel.external_reference:
        return parcel.external_reference
    order = parcel.external_order_id or parcel.order_number
    if order and parcel.external_shipment_id:
        return f"{order}:{parcel.external_shipment_id}"
    return order or f"parcel-{secrets.token_hex(6)}"


def new_order(
    parcel: ParcelIn, *, key: str, now: datetime, contents: str
) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": key,
        "number": parcel.external_order_id or key,
        "placed_at": now,
        "currency": DEFAULT_CURRENCY,
        "shipping_address": {},
        "lines": [],
    }
    return changed_order(base, parcel, now=now, contents=contents)


def changed_order(
    base: Mapping[str, Any], parcel: ParcelUpdate, *, now: datetime, contents: str
) -> dict[str, Any]:
    """``base`` (of the wire's shape) with the fields the parcel was sent with.

    ``contents`` is the title of the one line of a parcel without items.
    """
    sent = parcel.model_fields_set
    order: dict[str, Any] = {**base, "changed_at": now}
    order["shipping_address"] = _address(base["shipping_address"], parcel)
    for theirs, ours in _HEAD.items():
        if theirs in sent and (value := getattr(parcel, theirs)):
            order[ours] = value
    if parcel.total_order_value_currency:
        order["currency"] = parcel.total_order_value_currency
    total, currency = parcel.total_order_value, order["currency"]
    if parcel.parcel_items:
        items = [_item(item) for item in parcel.parcel_items]
        order["lines"] = wire_lines(items, currency, base["lines"])
        order["total_incl_tax"] = amount(
            sum((item.total for item in items), Decimal(0)), currency
        )
    elif not base["lines"]:
        items = [_contents(parcel, total or Decimal(0), contents)]
        order["lines"] = wire_lines(items, currency)
        order["total_incl_tax"] = order["lines"][0]["total_incl_tax"]
    if total is not None:
        order["total_incl_tax"] = amount(total, currency)
    if order["total_incl_tax"] != base.get("total_incl_tax"):
        order.pop("captured", None)
    return order


def their_problem(problem: FieldProblem) -> Problem:
    """A problem of the wire under the name the client knows the field by."""
    message = problem.message
    if problem.code == "malformed":
        message = "Leave out line breaks and control characters."
    return Problem(_their_path(problem.pointer), message)


def _their_path(pointer: str) -> Path:
    if pointer in _FIELDS:
        return (_FIELDS[pointer],)
    parts = pointer.strip("/").split("/")
    if parts[0] == "lines":
        fields = [_ITEM_FIELDS.get(name, name) for name in parts[2:]]
        return ("parcel_items", *map(int, parts[1:2]), *fields)
    return tuple(parts)


def _address(base: Mapping[str, Any], parcel: ParcelUpdate) -> dict[str, Any]:
    sent = parcel.model_fields_set
    address = dict(base)
    for theirs, ours in _ADDRESS.items():
        value = getattr(parcel, theirs)
        if theirs in sent and (value is not None):
            address[ours] = value
    if "address" in sent:
        address["street"] = street_line(parcel.address, parcel.house_number)
    elif parcel.house_number:
        street, _ = divided_street(str(base.get("street", "")))
        address["street"] = street_line(street, parcel.house_number)
    return address


def street_line(street: str, house_number: str) -> str:
    if not house_number or f" {street}".endswith(f" {house_number}"):
        return street
    return f"{street} {house_number}".strip()


def _item(item: ItemIn) -> Item:
    value = item.value or Decimal(0)
    return Item(
        ids=(item.item_id, item.sku, item.product_id),
        title=item.description,
        quantity=item.quantity,
        unit=value,
        total=value * item.quantity,
        weight_grams=None if item.weight is None else grams(item.weight),
        sku=item.sku,
        hs_code=item.hs_code,
        origin_country=item.origin_country,
        properties=item.properties,
    )


def _contents(parcel: ParcelUpdate, total: Decimal, title: str) -> Item:
    return Item(
        ids=(),
        title=title,
        quantity=1,
        total=total,
        weight_grams=None if parcel.weight is None else grams(parcel.weight),
    )
