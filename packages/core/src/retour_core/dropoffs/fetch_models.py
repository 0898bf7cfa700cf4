"""Points that a carrier tells page by page, until all of them are there."""

from __future__ import annotations

from django.db import models


class PointsFetch(models.Model):
    """A carrier's points of one country, asked for again each day.

    ``page`` is asked next, from 1, and 0 while nothing is asked; ``claimed_until``
    keeps a second worker away. ``failure`` is why the last round took nothing; the
    points known before stay then. ``left_out`` counts those that could not be read.
    """

    carrier = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    page = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    points = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "country"], name="retour_one_fetch_per_country"
            )
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.country}"


class FetchedPage(models.Model):
    """``rows`` are those of ``reading.Row``; gone when the last page is in."""

    fetch = models.ForeignKey(
        PointsFetch, on_delete=models.CASCADE, related_name="pages"
    )
    number = models.PositiveIntegerField()
    rows = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fetch", "number"], name="retour_page_fetched_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fetch_id}:{self.number}"
