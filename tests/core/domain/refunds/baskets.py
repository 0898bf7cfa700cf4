"""Orders to refund, written in a line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from retour_core.domain.money import Money
from retour_core.domain.policies.kinds import Resolution
from retour_core.domain.refunds import (
    PaidLine,
    PaidOrder,
    RefundBreakdown,
    RefundItem,
    RefundTerms,
    Row,
    Tender,
    TenderKind,
    check_sums,
    dump_breakdown,
    load_breakdown,
    refund,
)

REFUND, CREDIT = Resolution.REFUND, Resolution.STORE_CREDIT
EXCHANGE, REPLACE = Resolution.EXCHANGE, Resolution.REPLACEMENT
PLENTY = 10**15


def line(paid: int | None = 1000, quantity: int = 1, **more: Any) -> PaidLine:
    """A line with the id "a", paid ``paid`` incl. tax."""
    if "tax_rate" in more:
        more["tax_rate"] = Decimal(more["tax_rate"])
    return PaidLine(
        **{"id": "a", "quantity": quantity, "paid_incl_minor": paid, **more}
    )


def order(*lines: PaidLine, **more: Any) -> PaidOrder:
    """An order in euros with more captured than will ever be refunded."""
    return PaidOrder(
        **{"currency": "EUR", "lines": lines, "captured_minor": PLENTY, **more}
    )


def back(quantity: int = 1, of: str = "a", **more: Any) -> RefundItem:
    if "restocking_percent" in more:
        more["restocking_percent"] = Decimal(more["restocking_percent"])
    return RefundItem(**{"line": of, "quantity": quantity, **more})


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def card(paid: int, refunded: int = 0) -> Tender:
    return _tender("card", TenderKind.CARD, paid, refunded)


def gift_card(paid: int, refunded: int = 0) -> Tender:
    return _tender("gift", TenderKind.GIFT_CARD, paid, refunded)


def store_credit(paid: int, refunded: int = 0) -> Tender:
    return _tender("credit", TenderKind.STORE_CREDIT, paid, refunded)


def _tender(reference: str, kind: TenderKind, paid: int, refunded: int) -> Tender:
    return Tender(
        reference=reference, kind=kind, paid_minor=paid, refunded_minor=refunded
    )


def summed(
    paid: PaidOrder, *items: RefundItem, terms: RefundTerms | None = None
) -> RefundBreakdown:
    """The refund, once it is sure that it adds up."""
    breakdown = refund(paid, items, terms or RefundTerms())
    check_sums(breakdown)
    return breakdown


def computed(
    paid: PaidOrder, *items: RefundItem, terms: RefundTerms | None = None
) -> RefundBreakdown:
    """The refund, once it is sure that it adds up and survives being written."""
    breakdown = summed(paid, *items, terms=terms)
    assert load_breakdown(dump_breakdown(breakdown)) == breakdown
    return breakdown


def summary(breakdown: RefundBreakdown) -> list[tuple[Any, ...]]:
    """Kind and amount of each row; of one that is only noted its amount and why."""
    return [_short(row) for row in breakdown.rows]


def _short(row: Row) -> tuple[Any, ...]:
    if row.noted_minor:
        return (str(row.kind), 0, row.noted_minor, *([str(row.why)] if row.why else []))
    return (str(row.kind), row.incl_minor, *([str(row.why)] if row.why else []))


def taxes(breakdown: RefundBreakdown) -> dict[str, tuple[int, int]]:
    """Excl. and tax by rate."""
    return {
        str(total.rate): (total.excl_minor, total.tax_minor)
        for total in breakdown.rates
    }


def shares(breakdown: RefundBreakdown) -> list[tuple[str, int]]:
    return [
        (share.reference or str(share.to), share.minor) for share in breakdown.shares
    ]
