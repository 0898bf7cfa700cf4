"""InPost's returns API v1, both ways; pure."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from retour_core.carriers.answers import read_as
from retour_core.carriers.base import (
    BoughtLabel,
    CarrierFault,
    FaultKind,
    LabelRequest,
)
from retour_core.carriers.http import unreadable
from retour_core.carriers.inpost.units import SENDER_COUNTRIES
from retour_core.domain.addresses import divided_street
from retour_core.domain.methods import ReturnMethod

_NAME, _STREET, _REFERENCE = 60, 100, 50


class _Parcel(BaseModel):
    trackingNumber: Annotated[str, Field(min_length=1, max_length=100)]  # noqa: N815
    dropOffCode: str | None = None  # noqa: N815


class Return(BaseModel):
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,60}$")]
    expirationDate: AwareDatetime | None = None  # noqa: N815
    parcels: Annotated[list[_Parcel], Field(min_length=1, max_length=1)]

    @property
    def number(self) -> str:
        return self.parcels[0].trackingNumber

    @property
    def drop_off_code(self) -> str:
        return self.parcels[0].dropOffCode or ""


class _Content(BaseModel):
    content: str


class _Wrapped(BaseModel):
    label: _Content


def request_body(
    request: LabelRequest, *, phone: str, default_grams: int
) -> dict[str, Any]:
    """``phone`` is for customers whose own is not known.

    Raises an ``input`` fault for a country without InPost's returns, and where nobody
    has a phone number.
    """
    sender, recipient = request.sender, request.recipient
    country = str(sender.get("country", ""))
    if country not in SENDER_COUNTRIES:
        raise CarrierFault(
            FaultKind.INPUT, f"InPost takes no returns from {country or 'nowhere'}."
        )
    number = str(sender.get("phone") or phone)
    if not number:
        raise CarrierFault(FaultKind.INPUT, "InPost needs the customer’s phone number.")
    kilos = Decimal(request.weight_grams or default_grams) / 1000
    return {
        "enableDropOffCode": request.method is ReturnMethod.LABELLESS,
        "sender": _person(sender, number, request.email),
        "origin": {"countryCode": country},
        "destination": _destination(recipient),
        "references": {
            "clientId": request.reference,
            "orderNumber": request.readable_reference[:_REFERENCE],
        },
        "parcels": [{"weight": {"amount": f"{kilos:.3f}", "unit": "KG"}}],
    }


def bought(body: bytes) -> Return:
    """Raises an ``unclear`` fault for anything but a return of one numbered parcel."""
    return read_as(Return, body)


def kept(made: Mapping[str, Any]) -> Return:
    """The return as an earlier attempt kept it; raises an ``unclear`` fault."""
    return read_as(Return, json.dumps(made).encode())


def document(body: bytes) -> bytes:
    """The PDF, as it is or wrapped into JSON; raises an ``unclear`` fault."""
    if body.startswith(b"%PDF-"):
        return body
    try:
        wrapped = _Wrapped.model_validate_json(body).label.content
        content = base64.b64decode(wrapped, validate=True)
    except ValueError:
        raise unreadable() from None
    if not content.startswith(b"%PDF-"):
        raise unreadable("The carrier's label is no PDF.")
    return content


def label(made: Return, pdf: bytes | None) -> BoughtLabel:
    return BoughtLabel(
        carrier_id=made.id,
        tracking_number=made.number,
        document=pdf,
        drop_code="" if pdf else made.drop_off_code,
        expires_at=made.expirationDate,
        service="InPost Returns",
    )


def explain(body: bytes) -> str:
    said = json.loads(body)
    return str(said.get("detail") or said.get("title") or said.get("error") or "")


def _person(sender: Mapping[str, Any], phone: str, email: str) -> dict[str, str]:
    name = " ".join(str(sender.get("name") or sender.get("company") or "-").split())
    first, _, last = name.rpartition(" ")
    person = {
        # Both are asked for, and some people have one name.
        "firstName": (first or last)[:_NAME],
        "lastName": last[:_NAME],
        "phone": phone[:20],
        "email": email,
    }
    company = str(sender.get("company") or "")[:_NAME]
    return {**person, "companyName": company} if company else person


def _destination(recipient: Mapping[str, Any]) -> dict[str, str]:
    street, house = divided_street(str(recipient.get("street") or ""))
    values = {
        "countryCode": str(recipient.get("country") or ""),
        "street": street[:_STREET],
        # Asked for, and not every address has one.
        "houseNumber": house or "-",
        "flatNumber": str(recipient.get("street2") or "")[:20],
        "city": str(recipient.get("city") or ""),
        "postalCode": str(recipient.get("postal_code") or ""),
    }
    return {key: value for key, value in values.items() if value}
