"""Money back: what a return is worth, row by row, to the last minor unit.

Pure: ``refund()`` takes what was paid, what comes back and the terms, and answers with
a breakdown that adds up by rows, items, tax rates and tenders.
"""

from __future__ import annotations

from retour_core.domain.refunds.asked import (
    OutboundShipping,
    RefundItem,
    RefundTerms,
)
from retour_core.domain.refunds.balance import LineBalance, line_refund
from retour_core.domain.refunds.breakdown import (
    BreakdownInvalid,
    ItemTotal,
    RateTotal,
    RefundBreakdown,
    Share,
    ShareTo,
    check_sums,
)
from retour_core.domain.refunds.checks import RefundInvalid
from retour_core.domain.refunds.computing import refund, returned_worth
from retour_core.domain.refunds.order import (
    PaidLine,
    PaidOrder,
    PaidShipping,
    Tender,
    TenderKind,
)
from retour_core.domain.refunds.rows import Payout, Row, RowKind, Why
from retour_core.domain.refunds.tenders import after_payouts, shares_of_amount
from retour_core.domain.refunds.written import (
    dump_breakdown,
    dump_shares,
    load_breakdown,
    load_shares,
)

__all__ = [
    "BreakdownInvalid",
    "ItemTotal",
    "LineBalance",
    "OutboundShipping",
    "PaidLine",
    "PaidOrder",
    "PaidShipping",
    "Payout",
    "RateTotal",
    "RefundBreakdown",
    "RefundInvalid",
    "RefundItem",
    "RefundTerms",
    "Row",
    "RowKind",
    "Share",
    "ShareTo",
    "Tender",
    "TenderKind",
    "Why",
    "after_payouts",
    "check_sums",
    "dump_breakdown",
    "dump_shares",
    "line_refund",
    "load_breakdown",
    "load_shares",
    "refund",
    "returned_worth",
    "shares_of_amount",
]
