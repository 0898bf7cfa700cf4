"""Order lines with what they were really paid, and which of their units are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from retour_core.domain.money import allocate
from retour_core.domain.refunds.checks import RefundInvalid
from retour_core.domain.refunds.order import PaidLine, PaidOrder
from retour_core.domain.refunds.shares import excl_of, in_ratio, incl_of, share_of


@dataclass(slots=True)
class PricedLine:
    """A line after its share of the order's discount.

    Each amount is shared over the units by itself, the last ones taking the rest. As
    ``list_minor`` ≥ ``before_discount`` ≥ ``incl`` ≥ ``excl`` of the line, so they are
    of each unit.
    """

    id: str
    quantity: int
    rate: Decimal | None
    list_minor: int
    before_discount: int
    incl: int
    excl: int

    def share(self, total: int, units: Sequence[int]) -> int:
        return share_of(total, self.quantity, units)

    def excl_part(self, amount: int) -> int:
        """What is no tax in an amount taxed like this line."""
        if not self.incl:
            return excl_of(amount, self.rate)
        return in_ratio(amount, self.excl, self.incl)


class UnitsLeft:
    """Units of a line nobody has spoken for, handed out from the first one on, and
    what is left of its payment."""

    def __init__(self, line: PaidLine, priced: PricedLine) -> None:
        gone, self.units = _by_whom(line)
        elsewhere = line.elsewhere_minor
        if elsewhere is None:
            elsewhere = priced.share(priced.incl, gone)
        self.minor = max(priced.incl - line.taken_minor - elsewhere, 0)

    def take(self, quantity: int) -> Sequence[int]:
        units, self.units = self.units[:quantity], self.units[quantity:]
        return units


def priced_lines(order: PaidOrder) -> dict[str, PricedLine]:
    """Every line of the order by its id.

    The order's discount is shared by what was paid incl. tax, by largest remainder;
    the same order gives the same shares, whatever comes back of it and when.
    """
    paid = [_paid_incl(line) for line in order.lines]
    if order.discount_minor > sum(paid):
        raise RefundInvalid("The order's discount is more than its lines were paid.")
    discounts = allocate(order.discount_minor, paid)
    return {
        line.id: _priced(line, incl, discount)
        for line, incl, discount in zip(order.lines, paid, discounts, strict=True)
    }


def _paid_incl(line: PaidLine) -> int:
    if line.paid_incl_minor is None:
        return incl_of(line.paid_excl_minor or 0, line.tax_rate)
    return line.paid_incl_minor


def _priced(line: PaidLine, paid: int, discount: int) -> PricedLine:
    incl = paid - discount
    if line.paid_excl_minor is None:
        excl = excl_of(incl, line.tax_rate)
    else:
        excl = in_ratio(incl, line.paid_excl_minor, paid)
    before = paid + line.order_discount_minor
    return PricedLine(
        id=line.id,
        quantity=line.quantity,
        rate=line.tax_rate,
        list_minor=max((line.unit_list_minor or 0) * line.quantity, before),
        before_discount=before,
        incl=incl,
        excl=excl,
    )


def _by_whom(line: PaidLine) -> tuple[Sequence[int], Sequence[int]]:
    """The units refunded elsewhere, for which the first ones stand, and those left."""
    units: Sequence[int] = range(line.quantity)
    elsewhere = line.units_elsewhere
    if line.taken_indexes is None:
        return units[:elsewhere], units[elsewhere + line.taken_units :]
    units = [unit for unit in units if unit not in line.taken_indexes]
    return units[:elsewhere], units[elsewhere:]
