"""Shippo's API of 2018-02-08, both ways; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, Field

from retour_core.carriers.answers import decoded, read_as
from retour_core.carriers.base import (
    CarrierFault,
    FaultKind,
    LabelRequest,
    ParcelItem,
)
from retour_core.carriers.http import unreadable
from retour_core.carriers.rates import cheapest, is_wanted
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money

_NAME = 35  # letters that every carrier behind it prints
# Labels bought at once may be listed in either order.
_ABOUT_AT_ONCE = timedelta(minutes=1)


class _ServiceLevel(BaseModel):
    token: str = ""
    name: str = ""


class Rate(BaseModel):
    """A shipment tells the ``servicelevel``, a transaction its name alone."""

    object_id: Annotated[str, Field(min_length=1, max_length=100)]
    amount: str
    currency: str
    provider: str = ""
    servicelevel: _ServiceLevel = _ServiceLevel()
    servicelevel_name: str = ""

    @property
    def cost(self) -> Money | None:
        try:
            return Money.from_decimal(self.amount, self.currency)
        except ValueError:
            return None

    @property
    def service(self) -> str:
        name = self.servicelevel_name or self.servicelevel.name
        return f"{self.provider} {name}".strip()

    @property
    def carrier_token(self) -> str:
        """How their tracking calls the carrier."""
        return self.provider.lower().replace(" ", "_")


class _Message(BaseModel):
    text: str = ""


class Shipment(BaseModel):
    object_id: Annotated[str, Field(min_length=1, max_length=100)]
    metadata: str = ""
    rates: list[Rate] = []
    messages: list[_Message] = []

    def best_rate(self, carrier: str, service: str) -> Rate | None:
        """The cheapest of the carrier and service that are wanted, if any."""
        return cheapest(
            (rate.cost, rate.object_id, rate)
            for rate in self.rates
            if is_wanted(carrier, rate.provider)
            and is_wanted(service, rate.servicelevel.token)
        )


class Transaction(BaseModel):
    """A label, bought or being bought; ``ERROR`` is one that was refused."""

    object_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")]
    status: str
    metadata: str | None = None
    object_created: datetime | None = None
    tracking_number: str | None = None
    tracking_url_provider: str | None = None
    label_url: str | None = None
    qr_code_url: str | None = None
    rate: Rate | str | None = None
    messages: list[_Message] | None = None

    @property
    def told_rate(self) -> Rate | None:
        return self.rate if isinstance(self.rate, Rate) else None

    @property
    def objection(self) -> str:
        told = [message.text for message in self.messages or [] if message.text]
        return " ".join(told)[:180] or "The carrier refused the label."


class _Page(BaseModel):
    next: str | None = None
    results: list[Transaction] = []


def request_body(
    request: LabelRequest, *, default_grams: int, box: tuple[int, int, int]
) -> dict[str, Any]:
    """``box`` is in centimetres. They turn a return's addresses round themselves."""
    grams = request.weight_grams or default_grams
    length, width, height = box
    extra: dict[str, Any] = {
        "is_return": True,
        "reference_1": request.readable_reference,
    }
    if request.method is ReturnMethod.LABELLESS:
        extra["qr_code_requested"] = True
    body: dict[str, Any] = {
        "address_from": _address(
            request.recipient, request.recipient.get("email") or ""
        ),
        "address_to": _address(request.sender, request.email),
        "parcels": [
            {
                "length": str(length),
                "width": str(width),
                "height": str(height),
                "distance_unit": "cm",
                "weight": str(grams),
                "mass_unit": "g",
            }
        ],
        "extra": extra,
        "metadata": request.reference,
        "async": False,
    }
    if request.sender.get("country") != request.recipient.get("country"):
        body["customs_declaration"] = _customs(request, grams)
    return body


def purchase_body(rate: Rate, reference: str, file_type: str) -> dict[str, Any]:
    return {
        "rate": rate.object_id,
        "label_file_type": file_type,
        "metadata": reference,
        "async": False,
    }


def shipment(body: bytes, reference: str) -> Shipment:
    """Raises a ``temporary`` fault: nothing is bought by a shipment."""
    try:
        found = Shipment.model_validate_json(body)
    except ValueError:
        found = None
    if found is None or found.metadata != reference:
        raise CarrierFault(
            FaultKind.TEMPORARY, "The carrier's answer could not be read."
        )
    return found


def transaction(body: bytes, reference: str = "") -> Transaction:
    """Raises an ``unclear`` fault for anything but the one of that reference."""
    found = read_as(Transaction, body)
    if reference and found.metadata != reference:
        raise unreadable("The carrier answered for another parcel.")
    return found


def look_up(
    body: bytes, reference: str, since: datetime
) -> tuple[Transaction | None, bool]:
    """The transaction of that reference on this page, unless it was refused; and
    whether a later page may have it, if it was made at ``since`` or later. Raises an
    ``unclear`` fault."""
    page = read_as(_Page, body)
    mine = [
        one
        for one in page.results
        if one.metadata == reference and one.status != "ERROR"
    ]
    goes_on = bool(page.next) and not _only_older_follow(page.results, since)
    return (mine[0] if mine else None), goes_on


def _only_older_follow(rows: list[Transaction], since: datetime) -> bool:
    """Their list cannot be asked for a day, and no order of it is documented: it ends
    early only where the page itself goes from new to old and past ``since``."""
    told = [row.object_created for row in rows if row.object_created is not None]
    if len(told) < max(len(rows), 2):
        return False
    made = [at if at.tzinfo else at.replace(tzinfo=UTC) for at in told]
    falls = all(later <= earlier + _ABOUT_AT_ONCE for earlier, later in pairwise(made))
    return falls and made[0] > made[-1] and made[-1] < since - _ABOUT_AT_ONCE


def refund_status(body: bytes) -> str:
    """Raises an ``unclear`` fault for what is no answer."""
    try:
        return str(decoded(body)["status"])
    except (ValueError, LookupError, TypeError):
        raise unreadable() from None


def rate(body: bytes) -> Rate:
    """Raises a ``temporary`` fault for what is no rate."""
    try:
        return Rate.model_validate_json(body)
    except ValueError:
        raise CarrierFault(
            FaultKind.TEMPORARY, "The carrier's answer could not be read."
        ) from None


def explain(body: bytes) -> str:
    """They say “detail”, or each field with its complaints."""
    told = decoded(body)
    if "detail" in told:
        return str(told["detail"])
    return "; ".join(f"{name}: {what}" for name, what in told.items())


def _address(address: Mapping[str, Any], email: str) -> dict[str, str]:
    values = {
        "name": str(
            address.get("name") or address.get("contact") or address.get("company")
        )[:_NAME],
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


def _customs(request: LabelRequest, parcel_grams: int) -> dict[str, Any]:
    signer = request.sender.get("name") or request.sender.get("company") or "-"
    return {
        "contents_type": "RETURN_MERCHANDISE",
        "non_delivery_option": "RETURN",
        "certify": True,
        "certify_signer": str(signer)[:100],
        "items": [_item(item, parcel_grams) for item in request.items],
    }


def _item(item: ParcelItem, parcel_grams: int) -> dict[str, Any]:
    grams = item.weight_grams or max(parcel_grams // item.quantity, 1)
    value = (item.value or Money(0, "EUR")) * item.quantity
    return {
        "description": item.description[:255],
        "quantity": item.quantity,
        # Of all units together.
        "net_weight": str(grams * item.quantity),
        "mass_unit": "g",
        "value_amount": value.to_string(),
        "value_currency": value.currency,
        "origin_country": item.origin_country or "",
        **({"tariff_number": item.hs_code} if item.hs_code else {}),
        **({"sku_code": item.sku} if item.sku else {}),
    }
