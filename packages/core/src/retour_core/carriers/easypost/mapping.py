"""EasyPost API v2, both ways; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field

from retour_core.carriers.answers import decoded, read_as
from retour_core.carriers.base import (
    CarrierFault,
    FaultKind,
    LabelRequest,
    ParcelItem,
)
from retour_core.carriers.easypost.units import ounces
from retour_core.carriers.http import unreadable
from retour_core.carriers.rates import cheapest, is_wanted
from retour_core.domain.money import Money


class _Rate(BaseModel):
    id: Annotated[str, Field(min_length=1, max_length=100)]
    carrier: str
    service: str
    rate: str
    currency: str

    @property
    def cost(self) -> Money | None:
        try:
            return Money.from_decimal(self.rate, self.currency)
        except ValueError:
            return None


class _PostageLabel(BaseModel):
    label_url: str
    label_pdf_url: str | None = None


class _Tracker(BaseModel):
    public_url: str | None = None


class Shipment(BaseModel):
    """Bought once it has a ``postage_label``; until then it costs nothing."""

    id: Annotated[str, Field(pattern=r"^shp_[A-Za-z0-9]{1,60}$")]
    reference: str | None = None
    tracking_code: str | None = None
    postage_label: _PostageLabel | None = None
    tracker: _Tracker | None = None
    selected_rate: _Rate | None = None
    rates: list[_Rate] = []

    @property
    def label_url(self) -> str:
        label = self.postage_label
        return "" if label is None else label.label_pdf_url or label.label_url

    def best_rate(self, carrier: str, service: str) -> _Rate | None:
        """The cheapest of the carrier and service that are wanted, if any."""
        return cheapest(
            (rate.cost, rate.id, rate)
            for rate in self.rates
            if is_wanted(carrier, rate.carrier) and is_wanted(service, rate.service)
        )


def request_body(
    request: LabelRequest, *, default_grams: int, reference: str
) -> dict[str, Any]:
    """A return's addresses are given as the outward parcel had them."""
    grams = request.weight_grams or default_grams
    shipment: dict[str, Any] = {
        "is_return": True,
        "from_address": _address(request.recipient, request.recipient.get("email", "")),
        "to_address": _address(request.sender, request.email),
        "parcel": {"weight": ounces(grams)},
        "options": {
            "label_format": "PDF",
            "print_custom_1": request.readable_reference,
        },
    }
    if reference:
        shipment["reference"] = reference
    if request.sender.get("country") != request.recipient.get("country"):
        shipment["customs_info"] = {
            "contents_type": "returned_goods",
            "restriction_type": "none",
            "customs_items": [_item(item, grams) for item in request.items],
        }
    return {"shipment": shipment}


def shipment(body: bytes, reference: str) -> Shipment:
    """Raises an ``unclear`` fault for anything but the shipment of that reference."""
    found = read_as(Shipment, body)
    if reference and found.reference != reference:
        raise unreadable("The carrier answered for another parcel.")
    return found


def tracker(body: bytes) -> object:
    """Raises a ``temporary`` fault where a shipment has none."""
    try:
        found: object = decoded(body)["tracker"]
    except (ValueError, LookupError, TypeError):
        found = None
    if not isinstance(found, dict):
        raise CarrierFault(FaultKind.TEMPORARY, "The carrier told nothing of a parcel.")
    return found


def refund_status(body: bytes) -> str:
    """Raises an ``unclear`` fault for what is no answer."""
    try:
        return str(decoded(body)["refund_status"])
    except (ValueError, LookupError, TypeError):
        raise unreadable() from None


def explain(body: bytes) -> str:
    return str(decoded(body)["error"]["message"])


def is_taken(words: str) -> bool:
    """Whether a refusal says that this shipment has been bought before."""
    return "already exists for this shipment" in words.lower()


def _address(address: Mapping[str, Any], email: str) -> dict[str, str]:
    values = {
        "name": address.get("name") or address.get("contact"),
        "company": address.get("company"),
        "street1": address.get("street"),
        "street2": address.get("street2"),
        "city": address.get("city"),
        "state": address.get("region"),
        "zip": address.get("postal_code"),
        "country": address.get("country"),
        "phone": address.get("phone"),
        "email": email,
    }
    return {key: str(value) for key, value in values.items() if value}


def _item(item: ParcelItem, parcel_grams: int) -> dict[str, Any]:
    grams = item.weight_grams or max(parcel_grams // item.quantity, 1)
    value = item.value
    return {
        "description": item.description[:255],
        "quantity": item.quantity,
        # Of all units together, as customs wants it.
        "weight": ounces(grams * item.quantity),
        **(
            {"value": (value * item.quantity).to_string(), "currency": value.currency}
            if value is not None
            else {}
        ),
        **({"hs_tariff_number": item.hs_code} if item.hs_code else {}),
        **({"origin_country": item.origin_country} if item.origin_country else {}),
        **({"code": item.sku} if item.sku else {}),
    }
