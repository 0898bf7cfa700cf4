"""What the units of one line are worth when they come back."""

from __future__ import annotations

from dataclasses import dataclass

from retour_core.domain.refunds.shares import share_of


@dataclass(frozen=True)
class LineBalance:
    """One order line's money, minor units: what was paid, what is spoken for.

    ``taken_units``/``taken_minor`` belong to returns that hold their units;
    ``units_elsewhere`` were refunded by the shop itself.
    """

    paid_minor: int
    units: int
    taken_units: int = 0
    taken_minor: int = 0
    units_elsewhere: int = 0


def line_refund(balance: LineBalance, quantity: int) -> int:
    """The refund for ``quantity`` more units, in minor units.

    Each unit has its share of what was paid, the last ones with the remaining cents,
    so all units of a line together give back exactly that; what an earlier return
    gave less for its units is not handed on to the others.
    """
    elsewhere = range(min(balance.units_elsewhere, balance.units))
    first = balance.units_elsewhere + balance.taken_units
    units = range(first, min(first + max(quantity, 0), balance.units))
    left = (
        balance.paid_minor
        - balance.taken_minor
        - share_of(balance.paid_minor, balance.units, elsewhere)
    )
    return min(share_of(balance.paid_minor, balance.units, units), max(left, 0))
