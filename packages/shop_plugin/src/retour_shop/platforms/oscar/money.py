"""Oscar's decimals to the wire's decimal strings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

# Value added tax rates in use in Europe and around it, in per cent. Oscar stores no
# rate; it follows from two rounded prices, so several rates can fit a cheap item.
COMMON_RATES: Final = tuple(
    Decimal(rate) / 10
    for rate in (
        *(0, 21, 25, 26, 30, 38, 40, 48, 50, 55, 60, 70, 77, 80, 81, 90, 95, 100, 110),
        *(120, 130, 135, 140, 150, 160, 170, 180, 190, 200, 210, 220, 230, 240, 250),
        *(255, 260, 270),
    )
)
_HALF_CENT: Final = Decimal("0.005")


def amount(value: Decimal | None) -> str:
    """Never an exponent, never a sign: below zero counts as nothing."""
    if value is None or value <= 0:
        return "0"
    return format(value, "f")


def tax_rate(
    incl_tax: Decimal, excl_tax: Decimal, quantity: int, rates: Sequence[Decimal] = ()
) -> str | None:
    """The rate in per cent behind two totals of ``quantity`` units, each rounded.

    Among the shop's ``rates`` the nearest one is taken. Without them, the nearest
    common rate that the roundings allow, else the plain quotient to two places.
    """
    if excl_tax <= 0 or incl_tax < excl_tax:
        return None
    exact = (incl_tax / excl_tax - 1) * 100
    if rates:
        return _plain(min(rates, key=lambda rate: abs(rate - exact)))
    slack = _HALF_CENT * max(quantity, 1)
    low = ((incl_tax - slack) / (excl_tax + slack) - 1) * 100
    high = (
        ((incl_tax + slack) / (excl_tax - slack) - 1) * 100
        if excl_tax > slack
        else exact
    )
    fitting = [rate for rate in COMMON_RATES if low <= rate <= high]
    nearest = min(fitting, key=lambda rate: abs(rate - exact), default=exact)
    found = round(nearest, 2)
    return _plain(found) if found < 100 else None


def _plain(rate: Decimal) -> str:
    text = format(rate, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
