"""``refund()``: what a return gives back. Pure, without a clock."""

from __future__ import annotations

from collections.abc import Sequence

from retour_core.domain.money import Money
from retour_core.domain.policies.kinds import Resolution
from retour_core.domain.refunds.asked import RefundItem, RefundTerms
from retour_core.domain.refunds.breakdown import (
    RefundBreakdown,
    Share,
    ShareTo,
    rate_totals,
)
from retour_core.domain.refunds.checks import check_input
from retour_core.domain.refunds.items import ItemSheet, write_item
from retour_core.domain.refunds.order import PaidOrder
from retour_core.domain.refunds.pricing import UnitsLeft, priced_lines
from retour_core.domain.refunds.rows import Ledger, Payout
from retour_core.domain.refunds.settling import (
    add_bonus,
    cap,
    charge_return_fee,
    give_back_shipping,
)
from retour_core.domain.refunds.tenders import distribute


def refund(
    order: PaidOrder, items: Sequence[RefundItem], terms: RefundTerms
) -> RefundBreakdown:
    """The refund of ``items``, all units of one return.

    Per unit from what was paid; then fees, outbound shipping, the cap by captured −
    refunded, the bonus on store credit, and the tenders it goes back to. Units that
    are not left give nothing, and a row says so. Raises RefundInvalid for an unknown
    line, more units than were ordered, or amounts below zero; CurrencyMismatch.
    """
    check_input(order, items, terms)
    priced = priced_lines(order)
    left = {line.id: UnitsLeft(line, priced[line.id]) for line in order.lines}
    ledger = Ledger()
    sheets = []
    for position, item in enumerate(items):
        units_left = left[item.line]
        sheet = ItemSheet(ledger, position, item, priced[item.line], units_left)
        write_item(sheet, units_left, terms, tax_included=order.prices_include_tax)
        sheets.append(sheet)
    keeps_goods = any(item.in_goods for item in items)
    nothing_left = not any(units_left.units for units_left in left.values())
    give_back_shipping(
        ledger,
        order,
        terms,
        payout=_payout(items),
        is_complete=bool(items) and nothing_left and not keeps_goods,
    )
    charge_return_fee(ledger, terms)
    limit = max(order.captured_minor - order.refunded_minor, 0)
    cap(ledger, limit)
    bonus = add_bonus(ledger, sheets)
    return _breakdown(order, terms, ledger, sheets, limit=limit, bonus=bonus)


def returned_worth(order: PaidOrder, items: Sequence[RefundItem]) -> Money:
    """What was paid for these units, before fees: for a fee that is a share of it."""
    worth = refund(order, items, RefundTerms()).items
    return Money(sum(item.worth_incl_minor for item in worth), order.currency)


def _payout(items: Sequence[RefundItem]) -> Payout:
    """Where shipping goes: to credit if the customer chose nothing but that."""
    chosen = {item.resolution for item in items}
    only_credit = Resolution.STORE_CREDIT in chosen and Resolution.REFUND not in chosen
    return Payout.CREDIT if only_credit else Payout.MONEY


def _breakdown(
    order: PaidOrder,
    terms: RefundTerms,
    ledger: Ledger,
    sheets: Sequence[ItemSheet],
    *,
    limit: int,
    bonus: int,
) -> RefundBreakdown:
    money, credit = ledger.due[Payout.MONEY], ledger.due[Payout.CREDIT]
    shares = distribute(money, order.tenders, terms.gift_cards)
    if credit:
        shares.append(Share(ShareTo.NEW_CREDIT, credit))
    return RefundBreakdown(
        currency=order.currency,
        rows=tuple(ledger.rows),
        items=tuple(sheet.total() for sheet in sheets),
        rates=rate_totals(ledger.rows),
        shares=tuple(shares),
        total_minor=money + credit,
        money_minor=money,
        credit_minor=credit,
        bonus_minor=bonus,
        limit_minor=limit,
    )
