"""The return as it travels to shops, and the refunds shops execute and report.

Amounts are decimal strings in major units ("19.90"), times carry an offset.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from retour_core.domain.wire import LongText, TenderName, Wire


class ReturnLineOut(BaseModel):
    """``reason`` is the key, ``reason_name`` its name in the brand's language.

    ``our_fault`` is decided when the return is submitted. ``answers`` are by the
    question's key, the one to the reason's own question under “reason”.
    """

    line_id: str
    sku: str
    title: str
    quantity: int
    reason: str
    reason_name: str = ""
    our_fault: bool = False
    answers: dict[str, str | bool] = {}
    sendcloud_reason_id: int | None = None
    shopify_reason: str = ""
    received: int
    resolution: str = "refund"
    cancelled: int = 0
    sent_back: int = 0


class ParcelOut(BaseModel):
    """``number`` counts from 1, 0 for a parcel sent without a label of ours; ``label``
    is the state of its label, ``status`` where the parcel is, both empty if there is
    none. ``sent_at`` is the first scan."""

    number: int
    label: str = ""
    carrier: str = ""
    tracking_number: str = ""
    status: str = ""
    sent_at: datetime | None = None


class ReturnOut(BaseModel):
    """``tracking_number`` is the first of ``parcels``'."""

    id: str
    rma_number: str
    kind: str
    state: str
    order_id: str
    order_number: str
    created_at: datetime
    updated_at: datetime
    tracking_number: str = ""
    parcels: list[ParcelOut] = []
    portal_url: str
    refund_total: str
    currency: str
    lines: list[ReturnLineOut]


class RefundLineOut(BaseModel):
    """``line_id`` is the shop's own id; ``amount`` in major units."""

    line_id: str
    sku: str
    title: str
    quantity: int
    amount: str


class PayoutOut(BaseModel):
    """What a refund gives back to one tender of the order, in major units."""

    kind: TenderName
    id: str
    amount: str


class OfReturn(BaseModel):
    """What a shop is asked to do about a return of its order; ``id`` is its own."""

    id: str
    rma_number: str
    order_id: str
    order_number: str


class RefundOut(OfReturn):
    """A refund decided in Retour that the shop is asked to execute and report.

    ``payouts`` may be less than ``amount``: the shop chooses where the rest goes.
    ``reason`` is what the customer reads of why it is less than computed, if it is.
    """

    amount: str
    currency: str
    state: Literal["pending", "success", "failure"]
    reference: str = ""
    reason: str = ""
    created_at: datetime
    lines: list[RefundLineOut]
    payouts: list[PayoutOut] = []


class RefundResultIn(Wire):
    outcome: Literal["success", "failure"]
    reference: LongText = ""
    message: LongText = ""
