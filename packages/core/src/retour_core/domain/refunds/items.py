"""The rows of one item: what its units are worth, and what is taken off."""

from __future__ import annotations

from decimal import Decimal

from retour_core.domain.policies.kinds import Resolution
from retour_core.domain.refunds.asked import RefundItem, RefundTerms
from retour_core.domain.refunds.breakdown import ItemTotal
from retour_core.domain.refunds.pricing import PricedLine, UnitsLeft
from retour_core.domain.refunds.rows import Ledger, Payout, Row, RowKind, Why
from retour_core.domain.refunds.shares import (
    excl_of,
    in_ratio,
    percent_down,
    percent_half_up,
)


class ItemSheet:
    """Writes the rows of one item into the ledger and keeps their sums.

    ``bonus`` is what goes on top if all of ``incl`` ends as store credit.
    """

    def __init__(
        self,
        ledger: Ledger,
        position: int,
        item: RefundItem,
        line: PricedLine,
        left: UnitsLeft,
    ) -> None:
        self.ledger, self.position, self.item, self.line = ledger, position, item, line
        self.units = left.take(item.quantity)
        self.indexes = tuple(self.units)
        is_credit = item.resolution is Resolution.STORE_CREDIT
        self.payout = Payout.CREDIT if is_credit else Payout.MONEY
        self.incl = self.excl = self.worth_incl = self.worth_excl = self.bonus = 0

    def add(
        self,
        kind: RowKind,
        incl: int,
        excl: int,
        rate: Decimal | None,
        *,
        noted: int = 0,
        why: Why | None = None,
    ) -> None:
        self.incl += incl
        self.excl += excl
        self.ledger.add(
            Row(
                kind,
                incl,
                excl,
                incl - excl,
                rate,
                self.payout,
                self.position,
                self.line.id,
                self.indexes,
                noted,
                why,
            )
        )

    def take_off(self, kind: RowKind, incl: int, why: Why | None = None) -> None:
        """Of what is due by now; the last of it takes its tax along to the cent."""
        excl = in_ratio(incl, self.excl, self.incl)
        self.add(kind, -incl, -excl, self.line.rate, why=why)

    def note(self, kind: RowKind, noted: int, why: Why | None = None) -> None:
        self.add(kind, 0, 0, self.line.rate, noted=noted, why=why)

    def total(self) -> ItemTotal:
        return ItemTotal(
            line=self.line.id,
            resolution=self.item.resolution,
            units=self.indexes,
            worth_incl_minor=self.worth_incl,
            worth_excl_minor=self.worth_excl,
            incl_minor=self.incl,
            excl_minor=self.excl,
            tax_minor=self.incl - self.excl,
        )


def write_item(
    sheet: ItemSheet, left: UnitsLeft, terms: RefundTerms, *, tax_included: bool
) -> None:
    """Every row of the item but its bonus, which waits for fees and caps."""
    _write_prices(sheet, tax_included=tax_included)
    _limit_to_line(sheet, left)
    if sheet.item.in_goods:
        _give_goods(sheet)
    else:
        _charge_restocking(sheet, terms)
    _charge_fee(sheet, terms)
    if sheet.payout is Payout.CREDIT and terms.credit_bonus_percent:
        sheet.bonus = _bonus(sheet, terms)


def _write_prices(sheet: ItemSheet, *, tax_included: bool) -> None:
    line, units = sheet.line, sheet.units
    paid, paid_excl = line.share(line.incl, units), line.share(line.excl, units)
    before = line.share(line.before_discount, units)
    reduced = line.share(line.list_minor, units) - before
    shared = before - paid
    reduced_excl, shared_excl = line.excl_part(reduced), line.excl_part(shared)
    listed_excl = paid_excl + shared_excl + reduced_excl
    for kind, incl, excl in (
        (RowKind.ITEM, before + reduced, listed_excl),
        (RowKind.ITEM_DISCOUNT, -reduced, -reduced_excl),
        (RowKind.ORDER_DISCOUNT, -shared, -shared_excl),
    ):
        if incl or kind is RowKind.ITEM:
            sheet.add(kind, incl if tax_included else excl, excl, line.rate)
    if not tax_included and paid != paid_excl:
        sheet.add(RowKind.ITEM_TAX, paid - paid_excl, 0, line.rate)


def _limit_to_line(sheet: ItemSheet, left: UnitsLeft) -> None:
    missing = sheet.item.quantity - len(sheet.units)
    if missing:
        count = sheet.line.quantity
        gone = sheet.line.share(sheet.line.incl, range(count - missing, count))
        sheet.note(RowKind.CAPPED, gone, Why.NO_UNITS_LEFT)
    if sheet.incl > left.minor:
        sheet.take_off(RowKind.CAPPED, sheet.incl - left.minor, Why.LINE_SPENT)
    left.minor -= sheet.incl
    sheet.worth_incl, sheet.worth_excl = sheet.incl, sheet.excl


def _give_goods(sheet: ItemSheet) -> None:
    if sheet.item.resolution is Resolution.REPLACEMENT:
        sheet.take_off(RowKind.REPLACEMENT, sheet.incl)
        return
    price = sheet.item.new_unit_price
    worth = sheet.incl
    new = worth if price is None else price.minor * len(sheet.units)
    sheet.take_off(RowKind.EXCHANGE, min(new, worth))
    if new > worth:
        sheet.note(RowKind.EXCHANGE_DIFFERENCE, new - worth)


def _charge_restocking(sheet: ItemSheet, terms: RefundTerms) -> None:
    """A share of each unit, fixed with the line, so that it does not matter in how
    many returns they come."""
    if not sheet.item.restocking_percent:
        return
    line, units = sheet.line, sheet.units
    total = percent_down(line.incl, sheet.item.restocking_percent)
    asked = line.share(total, units)
    waiver = terms.restocking_waiver
    charged = 0 if waiver else min(asked, sheet.incl)
    if charged:
        excl = line.share(line.excl_part(total), units)
        excl = in_ratio(charged, excl, asked)
        sheet.add(RowKind.RESTOCKING_FEE, -charged, -excl, line.rate)
    if asked > charged:
        why = waiver or Why.NOT_COVERED
        sheet.note(RowKind.WAIVED_FEE, asked - charged, why)


def _charge_fee(sheet: ItemSheet, terms: RefundTerms) -> None:
    if terms.prepaid_fee is not None:
        return  # the return's row says so
    fee = sheet.item.fee.minor if sheet.item.fee else 0
    waiver = terms.fee_waiver
    charged = 0 if waiver else min(fee, sheet.incl)
    if charged:
        rate = terms.fee_tax_rate
        sheet.add(RowKind.RETURN_FEE, -charged, -excl_of(charged, rate), rate)
    if fee > charged:
        sheet.note(RowKind.WAIVED_FEE, fee - charged, waiver or Why.NOT_COVERED)


def _bonus(sheet: ItemSheet, terms: RefundTerms) -> int:
    """Fixed with the line as well; on less credit than that in proportion."""
    line, units = sheet.line, sheet.units
    percent = sheet.item.restocking_percent
    kept = 0 if terms.restocking_waiver else percent_down(line.incl, percent)
    bonus = percent_half_up(line.incl - kept, terms.credit_bonus_percent)
    credit = line.share(line.incl, units) - line.share(kept, units)
    return line.share(bonus, units) * sheet.incl // credit if credit else 0
