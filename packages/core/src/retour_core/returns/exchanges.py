"""What a customer wants instead of what they send back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from retour_core.domain.errors import DomainError
from retour_core.domain.money import Money
from retour_core.returns.models import ReturnLine


class ExchangeInvalid(DomainError):
    """This cannot be what is wanted in exchange: see ``field`` for what to change."""

    code = "exchange_invalid"


@dataclass(frozen=True)
class Wish:
    """``variant`` may be free text ("size L") where the catalogue is not known.

    No ``unit_price`` (incl. tax) means the same product or one of its price band: even.
    """

    sku: str = ""
    title: str = ""
    variant: str = ""
    unit_price: Money | None = None

    def dump(self) -> dict[str, Any]:
        """As ``ReturnLine.exchange`` keeps it; what is not told is left out."""
        told: dict[str, Any] = {
            "sku": self.sku,
            "title": self.title,
            "variant": self.variant,
        }
        kept = {name: text for name, text in told.items() if text}
        if self.unit_price is not None:
            kept["unit_price_minor"] = self.unit_price.minor
        return kept


_MOST = {"sku": 100, "title": 255, "variant": 255}


def check_wish(wish: Wish, currency: str) -> None:
    """Raises ``ExchangeInvalid``: the price is in the order's currency, no less than
    nothing, and the texts fit."""
    for field, most in _MOST.items():
        if len(getattr(wish, field)) > most:
            raise ExchangeInvalid(
                f"Shorten “{field}” of the exchange to {most} characters.", field=field
            )
    price = wish.unit_price
    if price is not None and (price.currency != currency or price.minor < 0):
        raise ExchangeInvalid(
            f"Give the price of the exchange in {currency}, zero or more.",
            field="unit_price",
        )


def wish_of(line: ReturnLine, currency: str) -> Wish:
    kept = line.exchange
    minor = kept.get("unit_price_minor")
    return Wish(
        sku=kept.get("sku", ""),
        title=kept.get("title", ""),
        variant=kept.get("variant", ""),
        unit_price=None if minor is None else Money(minor, currency),
    )
