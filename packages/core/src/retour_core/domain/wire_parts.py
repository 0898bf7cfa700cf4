"""What a shop is asked to give besides money, and its answers, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from retour_core.domain.wire import printable
from retour_core.domain.wire_returns import OfReturn, RefundResultIn


class StoreCreditOut(OfReturn):
    """Credit for the shop to issue as a voucher of ``code`` that can be used once.

    ``amount`` is what it is worth, ``bonus`` the part of it that is given on top.
    """

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


class ReplacementOut(OfReturn):
    """Goods to send: an exchange, or what replaces a claim's item.

    ``line_id`` is the order line they stand in for. Without a ``sku`` only ``variant``,
    in the customer's words, says which. ``price_difference`` is what they are dearer
    than what was paid: nobody has charged it.
    """

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
