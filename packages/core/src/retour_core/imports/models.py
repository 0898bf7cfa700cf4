"""A file of orders on its way in: where it stands, and what it could not bring."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_core.labels.storage import private_storage

if TYPE_CHECKING:
    from collections.abc import Iterable


def stored_name(_job: ImportJob, _name: str) -> str:
    return f"imports/{uuid.uuid4()}.csv"


class FileKind(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", pgettext_lazy("file import", "uploaded")
    RUNNING = "running", _("running")
    DONE = "done", _("finished")
    STOPPED = "stopped", _("stopped")
    FAILED = "failed", pgettext_lazy("file import", "failed")


class ColumnMapping(models.Model):
    """How the columns of a shop's files were read last; by their header.

    ``mapping`` is the JSON of ``mapping.Mapping``.
    """

    shop = models.ForeignKey(
        "retour_orders.Shop", on_delete=models.CASCADE, related_name="column_mappings"
    )
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "fingerprint"], name="retour_one_mapping_per_header"
            )
        ]

    def __str__(self) -> str:
        return self.fingerprint


class ImportQuerySet(models.QuerySet["ImportJob"]):
    def for_brands(self, brand_ids: Iterable[int]) -> ImportQuerySet:
        return self.filter(shop__brand_id__in=brand_ids)


class ImportJob(models.Model):
    """One file and how far it has got.

    ``file`` is a normalised copy: UTF-8, line feeds, no byte order mark. ``offset`` is
    where in it the next order begins, in bytes, and ``row`` the number of the record
    before that as a spreadsheet counts (the header is 1). Both, the totals and the
    rejected rows are saved in one transaction with the orders they stand for.
    ``run`` tells a new start from messages of an old one.
    """

    shop = models.ForeignKey(
        "retour_orders.Shop",
        on_delete=models.PROTECT,
        related_name="imports",
        verbose_name=_("shop"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("by"),
    )
    actor = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=16, default="en")
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    file = models.FileField(storage=private_storage, upload_to=stored_name)
    file_name = models.CharField(_("file"), max_length=255)
    file_bytes = models.PositiveBigIntegerField(default=0)
    kind = models.CharField(max_length=4, choices=FileKind.choices)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    header = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField(null=True)

    dry_run = models.BooleanField(default=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ImportState.choices,
        default=ImportState.UPLOADED,
    )
    run = models.PositiveIntegerField(default=0)
    offset = models.PositiveBigIntegerField(default=0)
    row = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    stale = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(fields=["shop", "-created_at"], name="retour_import_newest")
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def percent(self) -> int:
        """How much of the file is read; 100 only when all of it is."""
        if self.state == ImportState.DONE:
            return 100
        return min(99, self.offset * 100 // max(self.file_bytes, 1))

    @property
    def total(self) -> int:
        """Orders looked at so far, whatever became of them."""
        return self.created + self.updated + self.unchanged + self.stale + self.rejected


class RejectedRow(models.Model):
    """A row as it stood in the file, and why its order did not come in.

    ``problems`` is a list of ``[column, sentence]``; empty for the rows of an order
    that was refused because of another of its rows.
    """

    job = models.ForeignKey(
        ImportJob, on_delete=models.CASCADE, related_name="rejected_rows"
    )
    row = models.PositiveIntegerField()
    cells = models.JSONField()
    problems = models.JSONField(default=list)

    class Meta:
        verbose_name = _("rejected row")
        verbose_name_plural = _("rejected rows")
        constraints = [
            models.UniqueConstraint(
                fields=["job", "row"], name="retour_row_rejected_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.row}"


class SeenOrder(models.Model):
    """An order number this run has met, as 64 bits of its hash.

    Rows of one order stand together; without this an order that comes again further
    down would replace itself by its second half. Gone when the run ends.
    """

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="+")
    digest = models.BigIntegerField()

    class Meta:
        verbose_name = _("order seen")
        verbose_name_plural = _("orders seen")
        constraints = [
            models.UniqueConstraint(
                fields=["job", "digest"], name="retour_order_seen_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.digest}"
