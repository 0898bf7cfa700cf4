"""What a shop is asked to give besides money, and its answers, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel

from retour_core.domain.wire import printable
from retour_core.domain.wire_returns import RefundResultIn


class StoreCreditOut(BaseModel):
    """Credit for the shop to issue as a voucher of ``code`` that can be used once.

    ``amount`` is what it is worth, ``bonus`` the part of it that is given on top.
    """

    id: str
    rma_number: str
    order_id: str
    order_number: str
    amount: str
    bonus: str
    currency: str
    code: str
    state: Literal["pending", "issued", "failed"]
    reference: str = ""
    created_at: datetime


class StoreCreditResultIn(RefundResultIn):
    """``code`` where the shop made another one than it was asked for."""

    code: Annotated[str, printable(64)] = ""


class ReplacementOut(BaseModel):
    """Goods to send: an exchange, or what replaces a claim's item.

    ``line_id`` is the order line they stand in for. Without a ``sku`` only ``variant``,
    in the customer's words, says which. ``price_difference`` is what they are dearer
    than what was paid: nobody has charged it.
    """

    id: str
    rma_number: str
    order_id: str
    order_number: str
    resolution: Literal["exchange", "replacement"]
    line_id: str
    quantity: int
    sku: str
    title: str
    variant: str
    price_difference: str
    currency: str
    state: Literal["to_send", "sent", "failed"]
    reference: str = ""
    created_at: datetime
