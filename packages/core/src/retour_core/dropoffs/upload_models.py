"""A file of drop-off points on its way in."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.labels.storage import private_storage


def stored_name(_upload: PointsUpload, name: str) -> str:
    return f"drop-off-points/{uuid.uuid4()}{PurePath(name).suffix[:8]}"


class UploadState(models.TextChoices):
    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"
    REPLACING = "replacing"
    DONE = "done"
    FAILED = "failed"


WORKING = frozenset({UploadState.CHECKING, UploadState.REPLACING})


class PointsUpload(models.Model):
    """A file as it came, and what is to become of it.

    ``read`` is how many of its ``rows`` are read by now; ``rows`` is 0 until all were
    read once. ``problems`` are ``[row, column, sentence]``, the first ones. ``parts``
    tell for each carrier and country of the file how many points it has, how many are
    known now and how many of these would go; ``outcome`` is what did happen
    (``operations.Outcome``).
    """

    file = models.FileField(storage=private_storage, upload_to=stored_name, blank=True)
    file_name = models.CharField(max_length=120)
    file_bytes = models.PositiveBigIntegerField(default=0)
    actor = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=16, default="en")
    state = models.CharField(
        max_length=10,
        choices=UploadState.choices,
        default=UploadState.CHECKING,
    )
    rows = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    outcome = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("drop-off point")
        verbose_name_plural = _("drop-off points")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def percent(self) -> int | None:
        """How much is read; ``None`` while nobody knows how much there is."""
        return min(99, self.read * 100 // self.rows) if self.rows else None
