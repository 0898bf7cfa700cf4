"""DHL Parcel DE Returns v1, both ways; pure."""

from __future__ import annotations

import base64
import json
from typing import Annotated, Any

from pydantic import BaseModel, Field

from retour_core.carriers.base import (
    BoughtLabel,
    CarrierFault,
    FaultKind,
    LabelRequest,
    ParcelItem,
)
from retour_core.carriers.dhl_de.units import (
    ORIGINS,
    OUTSIDE_THE_UNION,
    SENDER_COUNTRIES,
)
from retour_core.carriers.http import unreadable
from retour_core.domain.methods import ReturnMethod

_NAME = 50
_CITY = 40
_REFERENCE = 30


class _File(BaseModel):
    b64: str


class _Order(BaseModel):
    shipmentNo: Annotated[str, Field(min_length=1, max_length=100)]  # noqa: N815
    label: _File | None = None
    qrLabel: _File | None = None  # noqa: N815


def request_body(request: LabelRequest, receiver_id: str) -> dict[str, Any]:
    """Raises an ``input`` fault for a country DHL takes no returns from."""
    country = str(request.sender.get("country", ""))
    if country not in SENDER_COUNTRIES:
        raise CarrierFault(
            FaultKind.INPUT, f"DHL takes no returns from {country or 'nowhere'}."
        )
    body: dict[str, Any] = {
        "receiverId": receiver_id or SENDER_COUNTRIES[country].lower(),
        "customerReference": request.readable_reference[:_REFERENCE],
        "shipmentReference": request.order_number[:_REFERENCE],
        "shipper": _shipper(request, SENDER_COUNTRIES[country]),
    }
    if request.weight_grams:
        body["itemWeight"] = {"uom": "g", "value": request.weight_grams}
    if country in OUTSIDE_THE_UNION:
        body["customsDetails"] = {"items": [_item(item) for item in request.items]}
    return body


def label_type(method: ReturnMethod) -> str:
    return "QR_LABEL" if method is ReturnMethod.LABELLESS else "SHIPMENT_LABEL"


def bought_label(body: bytes, method: ReturnMethod) -> BoughtLabel:
    """Raises an ``unclear`` fault for anything but a numbered label of that sort."""
    try:
        order = _Order.model_validate_json(body)
        wanted = order.qrLabel if method is ReturnMethod.LABELLESS else order.label
        content = base64.b64decode(wanted.b64, validate=True) if wanted else b""
    except ValueError:
        raise unreadable() from None
    if method is ReturnMethod.LABELLESS:
        if not content:
            raise unreadable("The carrier sent no code.")
        is_pdf = content.startswith(b"%PDF-")
    else:
        is_pdf = True
        if not content.startswith(b"%PDF-"):
            raise unreadable("The carrier's label is no PDF.")
    return BoughtLabel(
        carrier_id=order.shipmentNo,
        tracking_number=order.shipmentNo,
        document=content if is_pdf else None,
        qr_code=None if is_pdf else content,
        service="DHL Retoure",
    )


def explain(body: bytes) -> str:
    told = json.loads(body)
    return str(told.get("detail") or told.get("title") or "")


def _shipper(request: LabelRequest, country: str) -> dict[str, str]:
    sender = request.sender
    values = {
        "name1": str(sender.get("name") or sender.get("company") or "")[:_NAME],
        "name2": str(sender.get("company") or "")[:_NAME],
        "name3": str(sender.get("street2") or "")[:_NAME],
        "addressStreet": str(sender.get("street") or "")[:_NAME],
        "postalCode": str(sender.get("postal_code") or "")[:10],
        "city": str(sender.get("city") or "")[:_CITY],
        "state": str(sender.get("region") or "")[:20],
        "country": country,
        "phone": str(sender.get("phone") or "")[:20],
        "email": request.email[:80],
    }
    return {key: value for key, value in values.items() if value}


def _item(item: ParcelItem) -> dict[str, Any]:
    origin = ORIGINS.get(item.origin_country)
    value = item.value
    return {
        "itemDescription": item.description[:_NAME],
        "packagedQuantity": item.quantity,
        **({"hsCode": item.hs_code[:11]} if item.hs_code else {}),
        **({"countryOfOrigin": origin} if origin else {}),
        **(
            {"itemWeight": {"uom": "g", "value": item.weight_grams}}
            if item.weight_grams
            else {}
        ),
        # Their schema says number.
        **(
            {
                "itemValue": {
                    "currency": value.currency,
                    "value": float(value.to_decimal()),
                }
            }
            if value is not None
            else {}
        ),
    }
