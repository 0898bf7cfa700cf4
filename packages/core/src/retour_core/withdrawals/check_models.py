from __future__ import annotations

from django.db import models


class ChainCheck(models.Model):
    """One reading of a brand's whole chain, in steps.

    ``count`` records were read so far, of the ``total`` there were when it began; the
    last of them has ``sequence`` and ``hash`` (null and empty before the first).
    ``breaks`` are pairs of a record's number and a ``domain.withdrawal.BreakKind``, of
    many the first. It tells what was found at ``finished_at``, not what is stored now.
    """

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="+"
    )
    total = models.PositiveBigIntegerField()
    count = models.PositiveBigIntegerField(default=0)
    sequence = models.PositiveBigIntegerField(null=True)
    hash = models.CharField(max_length=64, blank=True)
    breaks = models.JSONField(default=list)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand"],
                condition=models.Q(finished_at=None),
                name="retour_one_check_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["brand", "-finished_at"], name="retour_checks_newest")
        ]

    def __str__(self) -> str:
        return f"{self.brand_id}: {self.count}"
