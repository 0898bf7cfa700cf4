"""A real return or order without whose it is, for who writes mails and sees no
customers: items, sums, dates and language stay."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from retour_core.notifications.kinds import KINDS, examples_of

if TYPE_CHECKING:
    from retour_core.orders.models import Order
    from retour_core.returns.models import Return

NO_CODE = "XXXX-XXXX-XXXX"
_EMAIL = "customer@example.org"
_SHOWN = 2  # of an order's number, so that two of them can be told apart
_SHORT = 5


def masked_number(number: str) -> str:
    """ "…34" for "100234"; nothing of a number that is that short itself."""
    return f"…{number[-_SHOWN:]}" if len(number) >= _SHORT else "…"


def without_customer(ret: Return) -> Return:
    """A copy that must not be saved, with placeholders for name, address, e-mail,
    phone, codes, the private link and what staff wrote to the customer. Two queries."""
    words = examples_of(KINDS["rejected"].placeholders)
    masked = copy.copy(ret)
    masked.order = order_without_customer(ret.order)
    masked.email = _EMAIL
    masked.sender = {"name": words["name"]} | _country(ret.sender)
    masked.rma_number = words["rma"]
    masked.private_key = "sample"
    masked.rejection_reason = words["reason"]
    prefetch_related_objects([masked], "credits", "refunds")
    for refund in masked.refunds.all():
        refund.reason = words["reason"] if refund.reason else ""
    for credit in masked.credits.all():
        credit.code = NO_CODE
    return masked


def order_without_customer(order: Order) -> Order:
    masked = copy.copy(order)
    masked.number = masked_number(order.number)
    masked.customer_name = examples_of(KINDS["rejected"].placeholders)["name"]
    masked.email, masked.phone, masked.postal_code = _EMAIL, "", ""
    masked.shipping_address = _country(order.shipping_address)
    masked.billing_address = None
    masked.url = ""
    return masked


def _country(address: dict[str, str]) -> dict[str, str]:
    """Customs and the way of writing depend on it."""
    return {"country": address["country"]} if address.get("country") else {}
