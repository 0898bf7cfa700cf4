"""Mollie's API v2, both ways; pure. Shapes as in docs.mollie.com/reference."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from retour_core.domain.money import Money
from retour_core.payments.base import (
    FaultKind,
    PaymentFault,
    PaymentRequest,
    PaymentStatus,
    RefundStatus,
    ToldPayment,
    ToldRefund,
)

# What they take for “locale”; other customers' language is their browser's.
_LOCALES = {
    "en": "en_GB", "de": "de_DE", "fr": "fr_FR", "nl": "nl_NL", "es": "es_ES",
    "it": "it_IT", "pt": "pt_PT", "pl": "pl_PL", "sv": "sv_SE", "da": "da_DK",
    "fi": "fi_FI", "nb": "nb_NO", "hu": "hu_HU", "lv": "lv_LV", "lt": "lt_LT",
}  # fmt: skip
_REFUNDS = {
    "queued": RefundStatus.PENDING,
    "pending": RefundStatus.PENDING,
    "processing": RefundStatus.PENDING,
    "refunded": RefundStatus.REFUNDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.CANCELED,
}
_LONGEST_DESCRIPTION = 140  # of a refund


class _Amount(BaseModel):
    currency: str
    value: str


class _Link(BaseModel):
    href: str = ""


class _Links(BaseModel):
    checkout: _Link | None = None


class _Metadata(BaseModel):
    key: str = ""


class _Payment(BaseModel):
    id: Annotated[str, StringConstraints(pattern=r"^tr_[A-Za-z0-9]{1,50}$")]
    status: PaymentStatus
    amount: _Amount
    metadata: _Metadata
    links: _Links = Field(default=_Links(), alias="_links")


class _Refund(BaseModel):
    id: Annotated[str, StringConstraints(pattern=r"^re_[A-Za-z0-9]{1,50}$")]
    status: str
    metadata: _Metadata | None = None


class _Refunds(BaseModel):
    refunds: list[_Refund] = []


class _RefundPage(BaseModel):
    embedded: _Refunds = Field(alias="_embedded")


def payment_body(request: PaymentRequest) -> dict[str, Any]:
    body: dict[str, Any] = {
        "amount": _amount(request.amount),
        "description": request.description,
        "redirectUrl": request.redirect_url,
        "metadata": {"key": request.key},
    }
    if request.webhook_url:
        body["webhookUrl"] = request.webhook_url
    if locale := _LOCALES.get(request.locale.split("-")[0]):
        body["locale"] = locale
    return body


def refund_body(key: str, amount: Money, description: str) -> dict[str, Any]:
    return {
        "amount": _amount(amount),
        "description": description[:_LONGEST_DESCRIPTION],
        "metadata": {"key": key},
    }


def payment(body: bytes, *, unsure: FaultKind) -> ToldPayment:
    """Raises a fault of the kind ``unsure`` for what is no payment of ours."""
    try:
        found = _Payment.model_validate_json(body)
        amount = Money.from_decimal(found.amount.value, found.amount.currency)
    except ValueError:
        raise _unreadable(unsure) from None
    checkout = found.links.checkout.href if found.links.checkout else ""
    # The customer is sent there: to a page of theirs or nowhere.
    if not checkout.startswith("https://") or len(checkout) > 1000:
        checkout = ""
    if found.status is PaymentStatus.OPEN and not checkout:
        raise _unreadable(unsure)
    return ToldPayment(
        provider_id=found.id,
        key=found.metadata.key,
        status=found.status,
        amount=amount,
        checkout_url=checkout,
    )


def refund(body: bytes, key: str) -> ToldRefund:
    """Raises an ``unclear`` fault for anything but the refund of that key."""
    try:
        found = _Refund.model_validate_json(body)
    except ValueError:
        raise _unreadable(FaultKind.UNCLEAR) from None
    told = _told(found)
    if told.key != key:
        raise _unreadable(FaultKind.UNCLEAR)
    return told


def find_refund(body: bytes, key: str) -> ToldRefund | None:
    """Raises a ``temporary`` fault for what is no list of refunds."""
    try:
        page = _RefundPage.model_validate_json(body)
    except ValueError:
        raise _unreadable(FaultKind.TEMPORARY) from None
    mine = [_told(one) for one in page.embedded.refunds]
    return next((one for one in mine if one.key == key), None)


def explain(body: bytes) -> str:
    """Their “detail”, and which field it is about."""
    told = json.loads(body)
    field = f" ({told['field']})" if told.get("field") else ""
    return f"{told.get('detail', '')}{field}"


def _told(found: _Refund) -> ToldRefund:
    return ToldRefund(
        provider_id=found.id,
        key=found.metadata.key if found.metadata else "",
        status=_REFUNDS.get(found.status, RefundStatus.PENDING),
    )


def _amount(amount: Money) -> dict[str, str]:
    return {"currency": amount.currency, "value": amount.to_string()}


def _unreadable(kind: FaultKind) -> PaymentFault:
    return PaymentFault(kind, "The payment service's answer could not be read.")
