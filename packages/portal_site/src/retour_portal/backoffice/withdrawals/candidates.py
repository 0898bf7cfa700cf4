"""Orders a statement may be about, for a person to choose from."""

from __future__ import annotations

from retour_core.orders.models import Order
from retour_core.orders.numbers import number_key
from retour_core.orders.search_keys import email_key
from retour_core.withdrawals.models import Withdrawal

_MOST_SHOWN = 5
_MOST_WORDS = 20


def likely_orders(withdrawal: Withdrawal) -> list[Order]:
    """The brand's orders named in the statement, then those of its e-mail address.

    Newest first, at most five of either; two queries. What a stranger may have written
    down is only a hint: a person compares name and address.
    """
    contract = withdrawal.content.get("contract", "")
    keys = {number_key(word) for word in contract.split()[:_MOST_WORDS]}
    keys = {key for key in keys | {number_key(contract)} if key}
    found = _newest(withdrawal, number_key__in=keys) if keys else []
    address = email_key(withdrawal.content.get("email", ""))
    if address:
        found += _newest(withdrawal, email_key=address)
    return list({order.pk: order for order in found}.values())


def orders_of_number(withdrawal: Withdrawal, number: str) -> list[Order]:
    """The brand's orders of this number; several shops may use the same."""
    return _newest(withdrawal, number_key=number_key(number))


def _newest(withdrawal: Withdrawal, **where: object) -> list[Order]:
    orders = Order.objects.for_brands([withdrawal.brand_id]).filter(**where)
    return list(
        orders.select_related("shop", "brand").order_by("-placed_at")[:_MOST_SHOWN]
    )
