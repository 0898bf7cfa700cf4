"""What a carrier never told us of a label, and who saw to it."""

from __future__ import annotations

from django.db import models


class DoubtKind(models.TextChoices):
    """``purchase``: a label may have been bought that nobody uses. ``undecided``: it
    was to be taken back, and nothing was heard. ``kept``: it could not be given back,
    for the carrier told no id to ask it by."""

    PURCHASE = "purchase"
    UNDECIDED = "undecided"
    KEPT = "kept"


class CarrierDoubt(models.Model):
    """One thing about a label that only the carrier's own portal can tell.

    ``asked_at`` is when the carrier was asked for it, and tells attempts apart;
    ``reference`` is what it is found by there. ``settled_by`` is who saw to it,
    ``what`` their own words, ``charged`` whether the label was charged again.
    """

    label = models.ForeignKey(
        "retour_labels.Label", on_delete=models.CASCADE, related_name="doubts"
    )
    account = models.ForeignKey(
        "retour_carriers.CarrierAccount",
        on_delete=models.PROTECT,
        related_name="doubts",
        null=True,
    )
    kind = models.CharField(max_length=10, choices=DoubtKind.choices)
    reference = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True)
    what = models.CharField(max_length=200, blank=True)
    charged = models.BooleanField(default=False)

    class Meta:
        verbose_name = "open question to a carrier"
        verbose_name_plural = "open questions to carriers"
        constraints = [
            models.UniqueConstraint(
                fields=["label", "kind", "asked_at"], name="retour_one_doubt_an_attempt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
