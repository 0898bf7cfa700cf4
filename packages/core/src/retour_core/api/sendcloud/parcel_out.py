"""An order in the shape of their parcel; lines and shipments come loaded."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from retour_core.api.sendcloud.countries import country_out
from retour_core.api.sendcloud.statuses import status_of
from retour_core.domain.addresses import divided_street
from retour_core.domain.money import currency_exponent
from retour_core.orders.models import Order, OrderLine, OutboundShipment

_KILOGRAM = Decimal(1000)
# The ones of their list that our carriers' names become.
_CARRIERS = {"dhl", "dpd", "fedex", "inpost_pl", "mondial_relay", "postnl", "ups"}
# Their shape asks for a method; whoever shipped this one did it elsewhere.
_METHOD = {"id": 0, "name": "Shipped elsewhere"}


def parcel_related() -> tuple[Prefetch[Any, Any, Any], ...]:
    lines = OrderLine.objects.filter(is_removed=False).order_by("position")
    shipments = OutboundShipment.objects.order_by("pk")
    return (Prefetch("lines", lines), Prefetch("shipments", shipments))


def parcel_out(order: Order) -> dict[str, Any]:
    lines, shipments = list(order.lines.all()), list(order.shipments.all())
    return {
        "id": order.pk,
        **_address(order),
        **_money(order),
        **_tracking(shipments),
        "order_number": order.number,
        "external_reference": order.external_id,
        "parcel_items": [_item(line, order.currency) for line in lines],
        "weight": _kilograms(sum(_weight(line) * line.ordered for line in lines)),
        "status": status_of(order).out,
        "shipment": _METHOD,
        "label": {"normal_printer": [], "label_printer": ""},
        "documents": [],
        "data": {},
        "date_created": _moment(order.received_at),
        "date_updated": _moment(order.updated_at),
        "shipment_uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"retour:{order.pk}")),
        "colli_uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"retour:{order.pk}:0")),
        "collo_nr": 0,
        "collo_count": 1,
        "is_return": False,
    }


def refused_out(parcel: Any) -> dict[str, Any]:
    """What was sent of a parcel that was not made. No parcel has the id 0."""
    known = parcel if isinstance(parcel, dict) else {}
    names = ("name", "order_number", "external_reference")
    echoed = {name: known[name] for name in names if isinstance(known.get(name), str)}
    return {"id": 0, **echoed}


def _address(order: Order) -> dict[str, Any]:
    address = order.shipping_address
    street, house_number = divided_street(address.get("street", ""))
    return {
        "name": address.get("name", ""),
        "company_name": address.get("company", ""),
        "address": address.get("street", ""),
        "address_2": address.get("street2", ""),
        "address_divided": {"street": street, "house_number": house_number},
        "city": address.get("city", ""),
        "postal_code": address.get("postal_code", ""),
        "to_state": address.get("region", ""),
        "country": country_out(order.country),
        "telephone": order.phone or address.get("phone", ""),
        "email": order.email,
    }


def _money(order: Order) -> dict[str, Any]:
    return {
        "total_order_value": str(_major(order.total_incl_minor, order.currency)),
        "total_order_value_currency": order.currency,
        "insured_value": 0,
        "total_insured_value": 0,
    }


def _tracking(shipments: list[OutboundShipment]) -> dict[str, Any]:
    first = next((s for s in shipments if s.tracking_number), None)
    announced = min((s.shipped_at for s in shipments if s.shipped_at), default=None)
    code = first.carrier.lower().replace(" ", "_") if first else ""
    return {
        "tracking_number": first.tracking_number if first else "",
        "tracking_url": first.tracking_url if first else "",
        "carrier": {"code": code} if code in _CARRIERS else {},
        "date_announced": _moment(announced) if announced else "",
    }


def _item(line: OrderLine, currency: str) -> dict[str, Any]:
    minor = line.unit_list_minor
    if minor is None:
        minor = line.total_incl_minor // line.ordered
    return {
        "item_id": line.external_id,
        "description": line.title,
        "quantity": line.ordered,
        # Theirs is a JSON number, which is exact enough to be read.
        "value": float(_major(minor, currency)),
        "weight": _kilograms(_weight(line)),
        "sku": line.sku,
        "hs_code": line.hs_code[:12],
        "origin_country": line.origin_country,
        "properties": {"variant": line.variant} if line.variant else {},
    }


def _weight(line: OrderLine) -> int:
    return line.weight_grams or 0


def _kilograms(weight_grams: int) -> str:
    return f"{weight_grams / _KILOGRAM:.3f}"


def _major(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-currency_exponent(currency))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%d-%m-%Y %H:%M:%S")
