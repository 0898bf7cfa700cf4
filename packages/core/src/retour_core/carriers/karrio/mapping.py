"""Karrio's REST API, both ways; pure."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field

from retour_core.carriers.answers import read_as
from retour_core.carriers.base import (
    CarrierFault,
    FaultKind,
    LabelRequest,
    ParcelItem,
)
from retour_core.carriers.http import unreadable
from retour_core.carriers.karrio.units import CANCELLED, RETURNING
from retour_core.carriers.rates import cheapest
from retour_core.domain.addresses import divided_street
from retour_core.domain.money import Money


class Rate(BaseModel):
    id: Annotated[str, Field(min_length=1, max_length=100)]
    carrier_name: str
    carrier_id: str = ""
    service: str = ""
    total_charge: float
    currency: str = ""

    @property
    def cost(self) -> Money | None:
        try:
            return Money.from_decimal(str(self.total_charge), self.currency)
        except ValueError:
            return None


class Shipment(BaseModel):
    """Bought once it has a tracking number; until then it costs nothing."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,60}$")]
    reference: str | None = None
    status: str
    tracking_number: str | None = None
    tracking_url: str | None = None
    label_url: str | None = None
    docs: dict[str, Any] | None = None
    selected_rate: Rate | None = None
    rates: list[Rate] | None = None

    @property
    def is_bought(self) -> bool:
        return bool(self.tracking_number) and self.status != CANCELLED

    @property
    def is_given_up(self) -> bool:
        return self.status == CANCELLED

    @property
    def inline_label(self) -> bytes:
        """A label inside the answer, as older servers send it; else nothing."""
        written = (self.docs or {}).get("label")
        try:
            return base64.b64decode(str(written or ""), validate=True)
        except ValueError:
            return b""

    def best_rate(self, connection: str, service: str) -> Rate | None:
        """The cheapest real return of that connection and service, if any."""
        return cheapest(
            (rate.cost, rate.id, rate)
            for rate in self.rates or []
            if rate.carrier_name in RETURNING
            and connection in ("", rate.carrier_id)
            and service in ("", rate.service)
        )


class _Shipments(BaseModel):
    results: list[Shipment]


class Connection(BaseModel):
    carrier_name: str
    carrier_id: str
    active: bool = True
    capabilities: list[str] = []

    @property
    def makes_returns(self) -> bool:
        able = {"shipping", "rating"} <= set(self.capabilities)
        return self.active and able and self.carrier_name in RETURNING


class _Connections(BaseModel):
    results: list[Connection]


def request_body(
    request: LabelRequest, *, connection: str, default_grams: int
) -> dict[str, Any]:
    """Karrio turns a return's addresses round itself."""
    grams = request.weight_grams or default_grams
    body: dict[str, Any] = {
        "shipper": _address(request.recipient, request.recipient.get("email") or ""),
        "recipient": _address(request.sender, request.email),
        "parcels": [{"weight": grams / 1000, "weight_unit": "KG"}],
        "reference": request.reference,
        "metadata": {"rma_number": request.rma_number, "order": request.order_number},
        "label_type": "PDF",
        "is_return": True,
    }
    if connection:
        body["carrier_ids"] = [connection]
    if request.sender.get("country") != request.recipient.get("country"):
        body["customs"] = {
            "content_type": "return_merchandise",
            "commodities": [_item(item, grams) for item in request.items],
        }
    return body


def shipment(body: bytes, reference: str = "") -> Shipment:
    """Raises an ``unclear`` fault for anything but the shipment of that reference."""
    found = read_as(Shipment, body)
    if reference and found.reference != reference:
        raise unreadable("The carrier answered for another parcel.")
    return found


def look_up(body: bytes, reference: str) -> Shipment | None:
    """The shipment of that reference that was not given up; raises ``unclear``."""
    found = read_as(_Shipments, body).results
    mine = [one for one in found if one.reference == reference and not one.is_given_up]
    bought = [one for one in mine if one.is_bought]
    return next(iter(bought or mine), None)


def connections(body: bytes) -> list[Connection]:
    """Raises a ``temporary`` fault for what is no list."""
    try:
        return _Connections.model_validate_json(body).results
    except ValueError:
        raise CarrierFault(
            FaultKind.TEMPORARY, "The carrier's answer could not be read."
        ) from None


def explain(body: bytes) -> str:
    """They say ``errors`` of their own, and ``messages`` of the carriers behind."""
    told = json.loads(body)
    said = told.get("errors") or told.get("messages") or []
    return "; ".join(str(one.get("message", "")) for one in said)


def _address(address: Mapping[str, Any], email: str) -> dict[str, str]:
    street, number = divided_street(str(address.get("street") or ""))
    values = {
        "person_name": address.get("name") or address.get("contact"),
        "company_name": address.get("company"),
        "address_line1": street,
        "street_number": number,
        "address_line2": address.get("street2"),
        "city": address.get("city"),
        "state_code": address.get("region"),
        "postal_code": address.get("postal_code"),
        "country_code": address.get("country"),
        "phone_number": address.get("phone"),
        "email": email,
    }
    return {key: str(value)[:50] for key, value in values.items() if value}


def _item(item: ParcelItem, parcel_grams: int) -> dict[str, Any]:
    grams = item.weight_grams or max(parcel_grams // item.quantity, 1)
    value = item.value
    return {
        "title": item.description[:35],
        "quantity": item.quantity,
        "weight": grams / 1000,
        "weight_unit": "KG",
        # Their schema says number.
        **(
            {
                "value_amount": float(value.to_decimal()),
                "value_currency": value.currency,
            }
            if value is not None
            else {}
        ),
        **({"hs_code": item.hs_code} if item.hs_code else {}),
        **({"origin_country": item.origin_country} if item.origin_country else {}),
        **({"sku": item.sku[:35]} if item.sku else {}),
    }
