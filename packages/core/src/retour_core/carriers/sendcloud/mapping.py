"""Sendcloud's returns API v3, both ways; pure.

Facts: the published OpenAPI documents of the v3 returns API, and of v2's list of
returns and tracking. A return that is read does not show its ``external_reference``,
but its ``order_number``: it is found by that. It does not show its id either; v2's list
does, next to that of the incoming parcel, which v3 has in the address of the label.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, Field

from retour_core.carriers.answers import read_as
from retour_core.carriers.base import CancelOutcome, LabelRequest, ParcelItem
from retour_core.carriers.http import unreadable
from retour_core.carriers.sendcloud.units import (
    CANCELLATION_FAILED,
    DEAD,
    DELIVERY_OPTIONS,
    RETURNED_GOODS,
)
from retour_core.domain.money import Money
from retour_core.domain.tracking.sources.sendcloud import STATUSES, slug_of
from retour_core.domain.tracking.statuses import PHYSICAL

# Their dates have no zone; Amsterdam's is at most two hours ahead.
_ZONES_APART = timedelta(hours=3)
_PARCEL = re.compile(r"/parcels/([0-9]{1,19})/documents/label/?")
_SUBDIVISION = re.compile(r"[A-Z0-9]{1,3}")


class _Price(BaseModel):
    value: Annotated[float, Field(ge=0, le=100_000)]
    currency: str


class _Announced(BaseModel):
    return_id: Annotated[int, Field(ge=1)]


class _Step(BaseModel):
    parent_status: str = ""
    carrier_update_timestamp: str = ""


class _Links(BaseModel):
    label_printer: str | None = None


class Read(BaseModel):
    """What is read of a return. ``id`` is not documented, and taken where it is there.

    ``status`` is the request's; the parcel's is the last of its ``status_history``.
    """

    id: int | None = None
    order_number: str = ""
    tracking_number: str | None = None
    tracking_url: str | None = None
    label: _Links | None = None
    label_url: str | None = None
    label_cost: _Price | None = None
    status: str = ""
    status_history: list[_Step] = []
    errors: list[Any] | None = None
    shipping_option: dict[str, Any] | None = None

    @property
    def is_dead(self) -> bool:
        """It was refused or taken back: nothing is owed for it."""
        if {self.status, self.parcel_status} & DEAD:
            return True
        return not self.tracking_number and bool(self.errors)

    @property
    def parcel_status(self) -> str:
        """Empty where nothing is told. All their times are in one form and zone."""
        steps = sorted(self.status_history, key=lambda s: s.carrier_update_timestamp)
        return slug_of(steps[-1].parent_status) if steps else ""

    @property
    def parcel_id(self) -> int | None:
        """Of the incoming parcel, whose documents can be fetched."""
        links = (self.label and self.label.label_printer, self.label_url)
        for link in links:
            found = _PARCEL.fullmatch(_path_of(link or ""))
            if found:
                return int(found[1])
        return None

    @property
    def cost(self) -> Money | None:
        if self.label_cost is None:
            return None
        try:
            price = f"{self.label_cost.value:.2f}"
            return Money.from_decimal(price, self.label_cost.currency)
        except ValueError:
            return None

    @property
    def service(self) -> str:
        return str((self.shipping_option or {}).get("code") or "")


class _Page(BaseModel):
    next: str | None = None
    data: list[Read]


class _Listed(BaseModel):
    id: Annotated[int, Field(ge=1)]
    incoming_parcel: int | None = None


class _OlderPage(BaseModel):
    next: str | None = None
    returns: list[_Listed]


def request_body(
    request: LabelRequest, ship_with: dict[str, Any], *, default_grams: int
) -> dict[str, Any]:
    grams = request.weight_grams or default_grams
    return {
        "from_address": _address(request.sender, request.email),
        "to_address": _address(request.recipient, request.recipient.get("email", "")),
        "ship_with": {"type": "shipping_option_code", **ship_with},
        "weight": {"value": grams, "unit": "g"},
        "parcel_items": [_item(item, grams) for item in request.items],
        "order_number": order_number(request),
        "external_reference": request.reference,
        "delivery_option": DELIVERY_OPTIONS[request.method],
        "customs_information": {
            "invoice_number": request.readable_reference[:40],
            "export_reason": RETURNED_GOODS,
        },
        "send_tracking_emails": False,
    }


def order_number(request: LabelRequest) -> str:
    """What staff read in Sendcloud's panel, and what we find a return by."""
    return f"{request.order_number} / {request.readable_reference}"


def announced_id(body: bytes) -> int:
    """Raises an ``unclear`` fault for anything but the id of a return."""
    return read_as(_Announced, body).return_id


def read_return(body: bytes, request: LabelRequest) -> Read:
    """Raises an ``unclear`` fault for anything but our return."""
    read = read_as(Read, body)
    if not _is_ours(read, request):
        raise unreadable("The carrier answered for another parcel.")
    return read


def cancellation(body: bytes) -> CancelOutcome:
    """What became of one that was asked for. Raises an ``unclear`` fault.

    A parcel that is still announced is not decided on: not all of their carriers say
    at once that they were asked.
    """
    status = read_as(Read, body).parcel_status
    if status in DEAD:
        return CancelOutcome.CANCELLED
    if status == CANCELLATION_FAILED:
        return CancelOutcome.TOO_LATE
    is_on_its_way = STATUSES.get(status) in PHYSICAL
    return CancelOutcome.TOO_LATE if is_on_its_way else CancelOutcome.REQUESTED


def look_up(body: bytes, request: LabelRequest) -> tuple[Read | None, str]:
    """Our return on a page of the list, or the cursor of the next page, if any."""
    page = read_as(_Page, body)
    for read in page.data:
        if _is_ours(read, request) and not read.is_dead:
            return read, ""
    return None, _cursor_in(page.next)


def id_by_parcel(body: bytes, parcel_id: int) -> tuple[int | None, str]:
    """The id of the return of that parcel on a page of v2's list, or the cursor of the
    next page, if any. Raises an ``unclear`` fault."""
    page = read_as(_OlderPage, body)
    for listed in page.returns:
        if listed.incoming_parcel == parcel_id:
            return listed.id, ""
    return None, _cursor_in(page.next)


def tracked(told: Mapping[str, Any], tracking_number: str) -> dict[str, Any]:
    """What v2's tracking tells of a parcel, as a return tells it of its own."""
    return {
        "tracking_number": tracking_number,
        "status_history": told.get("statuses") or [],
    }


def _cursor_in(address: str | None) -> str:
    return parse_qs(urlsplit(address or "").query).get("cursor", [""])[0]


def created_between(since: datetime, until: datetime) -> dict[str, str]:
    form = "%Y-%m-%d %H:%M:%S"
    return {
        "from_date": (since - _ZONES_APART).strftime(form),
        "to_date": (until + _ZONES_APART).strftime(form),
    }


def explain(body: bytes) -> str:
    errors = json.loads(body)["errors"]
    parts = ("field", "message", "detail")
    words = (
        [str(error[part]) for part in parts if error.get(part)] for error in errors
    )
    return "; ".join(": ".join(some) for some in words)


def is_taken(words: str) -> bool:
    """Whether a refusal says that our reference has been used before."""
    return "external reference" in words.lower() and "already" in words.lower()


def _is_ours(read: Read, request: LabelRequest) -> bool:
    return read.order_number == order_number(request)


def _path_of(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return path[path.rfind("/parcels/") :] if "/parcels/" in path else ""


def _address(address: Mapping[str, Any], email: str) -> dict[str, str]:
    name = address.get("name") or address.get("contact") or address.get("company")
    region = str(address.get("region") or "").upper()
    values = {
        "name": name,
        "company_name": address.get("company"),
        "address_line_1": address.get("street"),
        "address_line_2": address.get("street2"),
        "postal_code": address.get("postal_code"),
        "city": address.get("city"),
        "state_province_code": region if _SUBDIVISION.fullmatch(region) else "",
        "country_code": address.get("country"),
        "email": email,
        "phone_number": address.get("phone"),
    }
    return {key: str(value) for key, value in values.items() if value}


def _item(item: ParcelItem, parcel_grams: int) -> dict[str, Any]:
    value = item.value
    grams = item.weight_grams or max(parcel_grams // item.quantity, 1)
    return {
        "description": item.description[:255],
        "quantity": item.quantity,
        "weight": {"value": grams, "unit": "g"},
        **({"value": _price(value)} if value is not None else {}),
        **({"sku": item.sku} if item.sku else {}),
        **({"hs_code": item.hs_code[:12]} if item.hs_code else {}),
        **({"origin_country": item.origin_country} if item.origin_country else {}),
    }


def _price(money: Money) -> dict[str, Any]:
    # Their schema says number; it is written with the currency's own places.
    return {"value": float(money.to_decimal()), "currency": money.currency}
