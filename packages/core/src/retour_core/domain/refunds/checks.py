"""What cannot be a paid order or a return of it, whoever says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from retour_core.domain.errors import DomainError
from retour_core.domain.money import Money, currency_exponent
from retour_core.domain.refunds.asked import RefundItem, RefundTerms
from retour_core.domain.refunds.order import PaidLine, PaidOrder


class RefundInvalid(DomainError, ValueError):
    """A refund cannot be computed from this: see ``context`` for what is wrong."""

    code = "refund_invalid"


def check_input(
    order: PaidOrder, items: Sequence[RefundItem], terms: RefundTerms
) -> None:
    """Raise RefundInvalid with the first problem, CurrencyMismatch, UnknownCurrency."""
    currency_exponent(order.currency)
    lines = {line.id: line for line in order.lines}
    if len(lines) < len(order.lines):
        raise RefundInvalid("Two lines of the order have the same id.")
    for line in order.lines:
        _raise_first(_line_problems(line), line.id)
    _raise_first(_order_problems(order), "")
    for item in items:
        _raise_first(_item_problems(item, lines), item.line)
        _check_money(order.currency, item.new_unit_price, item.fee)
    _check_money(order.currency, terms.return_fee, terms.prepaid_fee)
    _check_percent(terms.credit_bonus_percent, "")


def _raise_first(problems: Iterator[str], line: str) -> None:
    problem = next(problems, None)
    if problem:
        raise RefundInvalid(problem, line=line)


def _line_problems(line: PaidLine) -> Iterator[str]:
    incl, excl, taken = line.paid_incl_minor, line.paid_excl_minor, line.taken_indexes
    if line.quantity < 1:
        yield "A line has one unit or more."
    if incl is None and excl is None:
        yield "Tell what was paid for the line, incl. or excl. tax."
    if incl is not None and excl is not None and excl > incl:
        yield "The line was paid more excl. tax than incl. tax."
    if line.tax_rate is not None and not _is_within(line.tax_rate, 1000):
        yield "A tax rate is a percentage from 0 to 1000."
    if taken is not None and (
        len(taken) != line.taken_units
        or any(not 0 <= unit < line.quantity for unit in taken)
    ):
        yield "The indexes of the units taken are those of other units."
    if _odd(
        *(incl, excl, line.unit_list_minor, line.order_discount_minor),
        *(line.taken_units, line.taken_minor),
        *(line.units_elsewhere, line.elsewhere_minor),
    ):
        yield "Amounts and numbers of units are whole numbers, zero or more."


def _order_problems(order: PaidOrder) -> Iterator[str]:
    shipping = order.shipping
    tenders = [(t.paid_minor, t.refunded_minor) for t in order.tenders]
    if _odd(
        *(order.captured_minor, order.refunded_minor, order.discount_minor),
        *(shipping.incl_minor, shipping.excl_minor, shipping.standard_minor),
        *(shipping.refunded_minor, *(minor for pair in tenders for minor in pair)),
    ):
        yield "Amounts are whole numbers of minor units, zero or more."
    if shipping.excl_minor is not None and shipping.excl_minor > shipping.incl_minor:
        yield "Shipping was paid more excl. tax than incl. tax."


def _item_problems(item: RefundItem, lines: dict[str, PaidLine]) -> Iterator[str]:
    line = lines.get(item.line)
    if line is None:
        yield "The order has no such line."
        return
    if not 1 <= item.quantity <= line.quantity:
        yield f"Of this line 1 to {line.quantity} units can come back."
    _check_percent(item.restocking_percent, item.line)


def _odd(*numbers: int | None) -> bool:
    for number in numbers:
        if number and (not isinstance(number, int) or number < 0):
            return True
    return False


def _is_within(percent: Decimal, most: int) -> bool:
    return percent.is_finite() and 0 <= percent <= most


def _check_money(currency: str, *amounts: Money | None) -> None:
    for amount in amounts:
        if amount is not None and amount < Money.zero(currency):
            raise RefundInvalid("A fee or a price is below zero.")


def _check_percent(percent: Decimal, line: str) -> None:
    if not _is_within(percent, 100):
        raise RefundInvalid("A percentage is from 0 to 100.", line=line)
