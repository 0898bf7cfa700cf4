"""EasyPost's own measures: weights are ounces."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal

_GRAMS_IN_AN_OUNCE = Decimal("28.349523125")
_PLACES = Decimal("0.1")


def ounces(grams: int) -> float:
    """Rounded up to a tenth: a carrier charges for what it weighs."""
    exact = Decimal(grams) / _GRAMS_IN_AN_OUNCE
    return float(exact.quantize(_PLACES, rounding=ROUND_UP))
