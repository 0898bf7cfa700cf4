"""Numbers of parcels that the merchant was given, and those drawn from them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from retour_core.domain.identifiers import S10_LAST_SERIAL


class NumberRange(models.Model):
    """A range of postal numbers (UPU S10) of one account; ``next`` is drawn next.

    ``account`` is null once the account has another: what was drawn stays taken. Both
    bounds are included.
    """

    account = models.OneToOneField(
        "retour_carriers.CarrierAccount",
        on_delete=models.SET_NULL,
        related_name="number_range",
        null=True,
    )
    indicator = models.CharField(max_length=2)
    country = models.CharField(max_length=2)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    next = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first"), last__lte=S10_LAST_SERIAL),
                name="retour_range_in_order",
            ),
            models.CheckConstraint(
                condition=Q(next__gte=F("first"), next__lte=F("last") + 1),
                name="retour_range_next_within",
            ),
            models.UniqueConstraint(
                fields=["indicator", "country", "first"],
                condition=Q(account__isnull=False),
                name="retour_range_begins_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}{self.first:08d}–{self.last:08d}{self.country}"

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    @property
    def left(self) -> int:
        return self.last + 1 - self.next

    @property
    def is_low(self) -> bool:
        """Nine tenths are drawn."""
        return self.left * 10 <= self.size


class DrawnNumber(models.Model):
    """``reference`` is the label's: asked again, it gets the same number. No number is
    drawn twice, whatever ranges say."""

    range = models.ForeignKey(
        NumberRange, on_delete=models.PROTECT, related_name="drawn"
    )
    reference = models.CharField(max_length=64, unique=True)
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=13, unique=True)

    def __str__(self) -> str:
        return self.number
