"""What the units of one line are worth when they come back."""

from __future__ import annotations

from dataclasses import dataclass

from retour_core.domain.money import unit_shares


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

    What is left is split over the units left, the last ones taking the remaining
    cents, so all units of a line together give back exactly what was paid.
    """
    if quantity <= 0:
        return 0
    elsewhere = sum(
        unit_shares(balance.paid_minor, balance.units)[: balance.units_elsewhere]
    )
    left_minor = max(balance.paid_minor - balance.taken_minor - elsewhere, 0)
    left_units = balance.units - balance.taken_units - balance.units_elsewhere
    if quantity >= left_units:
        return left_minor
    return sum(unit_shares(left_minor, left_units)[:quantity])
