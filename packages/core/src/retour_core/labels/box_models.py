"""Labels made before shipping, to lie in the parcel."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from retour_core.labels.storage import private_storage


class BoxBatch(models.Model):
    """Orders whose labels are made and printed together.

    ``document`` is there once every label is made or given up. ``is_finished`` says
    so, also where there was nothing to print.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.PROTECT, related_name="box_batches"
    )
    valid_until = models.DateTimeField(_("valid until"))
    actor = models.CharField(max_length=150, blank=True)
    document = models.FileField(
        storage=private_storage, upload_to="box-labels/%Y/%m/", blank=True
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("labels for the box")
        verbose_name_plural = _("labels for the box")

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class BoxLabel(models.Model):
    """One order of a batch. Without ``parent`` and ``failure`` its return is not
    reserved yet; ``failure`` says why there will be none, for staff."""

    batch = models.ForeignKey(BoxBatch, on_delete=models.CASCADE, related_name="items")
    order = models.ForeignKey(
        "retour_orders.Order", on_delete=models.PROTECT, related_name="box_labels"
    )
    parent = models.ForeignKey(
        "retour_returns.Return",
        on_delete=models.PROTECT,
        related_name="box_labels",
        null=True,
    )
    failure = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("label for the box")
        verbose_name_plural = _("labels for the box")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "order"], name="retour_box_order_once_per_batch"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(failure=""),
                name="retour_box_made_or_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.order_id}"
