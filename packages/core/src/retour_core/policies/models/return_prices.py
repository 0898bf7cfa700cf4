from __future__ import annotations

from django.db import models

from retour_core.domain.money import Money
from retour_core.domain.return_prices import PriceRow, PriceTable


class ReturnPrices(models.Model):
    """A brand's table of what returns cost its customers, from its day on.

    ``rows`` are lists of country, first and last gram, minor units and currency.
    """

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="return_prices"
    )
    valid_from = models.DateField()
    rows = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("valid_from",)
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "valid_from"], name="retour_one_return_prices_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.valid_from}"

    @property
    def table(self) -> PriceTable:
        return PriceTable(
            tuple(
                PriceRow(country, first, last, Money(minor, currency))
                for country, first, last, minor, currency in self.rows
            )
        )
