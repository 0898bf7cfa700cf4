"""What Sendcloud says a shipping option costs; pure.

Facts: its v3 API of shipping options, which tells quotes where it is asked to.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from retour_core.carriers.answers import read_as
from retour_core.carriers.base import LabelRequest
from retour_core.domain.money import Money


class _Amount(BaseModel):
    # A string in their examples, a number elsewhere in their API.
    value: str | float
    currency: str


class _Price(BaseModel):
    total: _Amount


class _Quote(BaseModel):
    price: _Price | None = None


class _Option(BaseModel):
    code: str
    quotes: list[_Quote] | None = None


class _Options(BaseModel):
    data: list[_Option] | None = None


def options_asked(
    request: LabelRequest, code: str, contract: int | None, *, default_grams: int
) -> dict[str, Any]:
    """The one option ``code``, with its price for this parcel."""
    sender, recipient = request.sender, request.recipient
    grams = request.weight_grams or default_grams
    return {
        "from_country_code": str(sender.get("country", "")),
        "from_postal_code": str(sender.get("postal_code", "")),
        "to_country_code": str(recipient.get("country", "")),
        "to_postal_code": str(recipient.get("postal_code", "")),
        "parcels": [{"weight": {"value": str(grams), "unit": "g"}}],
        "shipping_option_code": code,
        **({"contract_id": contract} if contract else {}),
        "calculate_quotes": True,
    }


def cost_told(body: bytes, code: str) -> Money | None:
    """The option's price, the highest where several are told; ``None`` without one.

    Raises an ``unclear`` fault for what is no such answer.
    """
    told = read_as(_Options, body).data or []
    quotes = [q for option in told if option.code == code for q in option.quotes or []]
    prices = [_money(q.price.total) for q in quotes if q.price is not None]
    known = [price for price in prices if price is not None]
    if not known or {price.currency for price in known} != {known[0].currency}:
        return None
    return max(known, key=lambda price: price.minor)


def _money(amount: _Amount) -> Money | None:
    try:
        value = amount.value
        plain = value if isinstance(value, str) else f"{value:.2f}"
        money = Money.from_decimal(plain, amount.currency)
    except ValueError:
        return None
    # Nothing is told where a direct contract has no prices; nothing is free.
    return money if money.minor > 0 else None
