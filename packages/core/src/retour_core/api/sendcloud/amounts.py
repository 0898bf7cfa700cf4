"""Their prices and weights on the wire of ours."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from retour_core.domain.money import currency_exponent, is_currency

_GRAMS = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lbs": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
# What binary fractions leave behind: a client's 19.900000000000002 means 19.90.
_NOISE = Decimal("0.000001")
_WIRE_DIGITS = 4


def amount(value: Decimal, currency: str) -> str:
    """A decimal string; digits the currency lacks stay, so that the wire refuses."""
    exponent = currency_exponent(currency) if is_currency(currency) else _WIRE_DIGITS
    rounded = _round(value, exponent)
    if abs(rounded - value) < _NOISE:
        return f"{rounded:f}"
    return f"{_round(value, _WIRE_DIGITS):f}"


def grams(weight: Decimal, unit: str = "kg") -> int:
    return int((weight * _GRAMS[unit]).to_integral_value(ROUND_HALF_UP))


def _round(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
