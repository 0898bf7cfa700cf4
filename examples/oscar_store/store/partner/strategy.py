from __future__ import annotations

from decimal import Decimal
from typing import Any

from oscar.apps.partner import strategy


class AlpenglowStrategy(
    strategy.UseFirstStockRecord,
    strategy.StockRequired,
    strategy.FixedRateTax,
    strategy.Structured,
):
    """Stock prices are net; 19 % are added, rounded to the cent."""

    rate = Decimal("0.19")
    exponent = Decimal("0.01")


class Selector(strategy.Selector):
    def strategy(self, request: Any = None, **kwargs: Any) -> AlpenglowStrategy:
        return AlpenglowStrategy(request)
