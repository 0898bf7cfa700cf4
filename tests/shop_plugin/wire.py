"""Orders as they travel, for tests without a shop."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from retour_core.domain.wire import OrderIn
from retour_core.domain.wire_returns import RefundOut, ReturnOut

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def order(key: str = "1", **changes: Any) -> OrderIn:
    return OrderIn.model_validate(
        {
            "id": key,
            "number": f"N{key}",
            "currency": "EUR",
            "placed_at": NOON,
            "changed_at": NOON,
            "shipping_address": {"name": "Mia Keller", "country": "CH"},
            "lines": [
                {"id": "1", "title": "Hat", "quantity": 1, "total_incl_tax": "35.00"}
            ],
            "total_incl_tax": "35.00",
            **changes,
        }
    )


def refund(
    order: Any,
    line: Any,
    *,
    amount: str,
    quantity: int = 1,
    payouts: tuple[tuple[str, str], ...] = (),
) -> RefundOut:
    """``payouts`` are the keys of payment sources with their amounts."""
    return RefundOut.model_validate(
        {
            "id": f"refund-{order.pk}-{amount}",
            "rma_number": "R-1",
            "order_id": str(order.pk),
            "order_number": str(order.number),
            "amount": amount,
            "currency": "EUR",
            "state": "pending",
            "created_at": NOON,
            "lines": [
                {
                    "line_id": str(line.pk),
                    "sku": line.partner_sku,
                    "title": line.title,
                    "quantity": quantity,
                    "amount": amount,
                }
            ],
            "payouts": [
                {"kind": "other", "id": key, "amount": part} for key, part in payouts
            ],
        }
    )


def a_return(order: Any, **changes: Any) -> ReturnOut:
    return ReturnOut.model_validate(
        {
            "id": f"return-{order.pk}",
            "rma_number": "R-1",
            "kind": "return",
            "state": "ready",
            "order_id": str(order.pk),
            "order_number": str(order.number),
            "created_at": NOON,
            "updated_at": NOON,
            "portal_url": "https://returns.alpenglow.example/r/R-1",
            "refund_total": "100.00",
            "currency": "EUR",
            "lines": [
                {
                    "line_id": "1",
                    "sku": "JACKET",
                    "title": "Jacket",
                    "quantity": 1,
                    "reason": "too_small",
                    "received": 0,
                }
            ],
            **changes,
        }
    )
