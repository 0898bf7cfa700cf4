"""What concerns the return as a whole: shipping, the fee, the cap, the bonus."""

from __future__ import annotations

from collections.abc import Sequence

from retour_core.domain.money import allocate
from retour_core.domain.refunds.asked import OutboundShipping, RefundTerms
from retour_core.domain.refunds.breakdown import RateTotal, rate_totals
from retour_core.domain.refunds.items import ItemSheet
from retour_core.domain.refunds.order import PaidOrder, PaidShipping
from retour_core.domain.refunds.rows import Ledger, Payout, RowKind, Why
from retour_core.domain.refunds.shares import excl_of, in_ratio


def give_back_shipping(
    ledger: Ledger,
    order: PaidOrder,
    terms: RefundTerms,
    *,
    payout: Payout,
    is_complete: bool,
) -> None:
    """The standard part once, and what the order's total was rounded by with it."""
    when_complete = terms.shipping is OutboundShipping.WHEN_COMPLETE and is_complete
    if when_complete or terms.shipping is OutboundShipping.REFUNDED:
        _refund_shipping(ledger, order.shipping, payout)
    if is_complete and order.rounding_minor:
        rounding = max(order.rounding_minor, -ledger.due[payout])
        ledger.put(RowKind.ROUNDING, rounding, rounding, payout=payout)


def _refund_shipping(ledger: Ledger, shipping: PaidShipping, payout: Payout) -> None:
    standard = shipping.incl_minor
    if shipping.standard_minor is not None:
        standard = min(shipping.standard_minor, standard)
    due = max(standard - shipping.refunded_minor, 0)
    if due:
        if shipping.excl_minor is None:
            excl = excl_of(due, shipping.tax_rate)
        else:
            excl = in_ratio(due, shipping.excl_minor, shipping.incl_minor)
        kind = RowKind.OUTBOUND_SHIPPING
        ledger.put(kind, due, excl, rate=shipping.tax_rate, payout=payout)
    if shipping.incl_minor > standard:
        ledger.note(RowKind.SHIPPING_KEPT, shipping.incl_minor - standard)


def charge_return_fee(ledger: Ledger, terms: RefundTerms) -> None:
    """From the money first, then from the store credit, and no further."""
    if terms.prepaid_fee is not None:
        ledger.note(RowKind.PREPAID_FEE, terms.prepaid_fee.minor)
        return
    left = terms.return_fee.minor if terms.return_fee else 0
    waiver, rate = terms.fee_waiver, terms.fee_tax_rate
    for payout in () if waiver else (Payout.MONEY, Payout.CREDIT):
        part = min(left, ledger.due[payout])
        if part:
            excl = excl_of(part, rate)
            ledger.put(RowKind.RETURN_FEE, -part, -excl, rate=rate, payout=payout)
            left -= part
    if left:
        ledger.note(RowKind.WAIVED_FEE, left, waiver or Why.NOT_COVERED)


def cap(ledger: Ledger, limit: int) -> None:
    """Leave ``limit`` minor units, taking away store credit before money."""
    over = max(sum(ledger.due.values()) - limit, 0)
    for payout in (Payout.CREDIT, Payout.MONEY):
        part = min(over, ledger.due[payout])
        if part:
            _take_away(ledger, part, payout)
            over -= part


def _take_away(ledger: Ledger, minor: int, payout: Payout) -> None:
    # A row for each rate: the taxes of what is left have to be right as well.
    rows = [row for row in ledger.rows if row.payout is payout]
    rates: list[RateTotal] = [r for r in rate_totals(rows) if r.incl_minor > 0]
    parts = allocate(minor, [rate.incl_minor for rate in rates])
    for rate, part in zip(rates, parts, strict=True):
        if part:
            excl = in_ratio(part, rate.excl_minor, rate.incl_minor)
            ledger.put(
                RowKind.CAPPED,
                *(-part, -excl),
                rate=rate.rate,
                payout=payout,
                why=Why.CAPTURED,
            )


def add_bonus(ledger: Ledger, sheets: Sequence[ItemSheet]) -> int:
    """On the store credit that is left of the items; returns the bonus."""
    earning = [sheet for sheet in sheets if sheet.bonus]
    if not earning:
        return 0
    credit = sum(sheet.incl for sheet in sheets if sheet.payout is Payout.CREDIT)
    given = min(ledger.due[Payout.CREDIT], credit)
    full = [sheet.bonus for sheet in earning]
    parts = allocate(sum(full) * given // credit, full)
    for sheet, part in zip(earning, parts, strict=True):
        if part:
            sheet.add(RowKind.BONUS, part, part, None)
    return sum(parts)
