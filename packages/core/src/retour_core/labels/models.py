from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import retour_core.labels.box_models
import retour_core.labels.doubt_models  # noqa: F401 - Django looks for models here
from retour_core.labels.storage import private_storage


class LabelState(models.TextChoices):
    PENDING = "pending", _("being made")
    READY = "ready", pgettext_lazy("label", "ready")
    FAILED = "failed", pgettext_lazy("label", "failed")
    VOID = "void", _("void")
    CANCELLED = "cancelled", pgettext_lazy("label", "cancelled")


class VoidReason(models.TextChoices):
    EXPIRED = "expired", _("it was valid for a time only")
    REPLACED = "replaced", _("another one took its place")
    UNNEEDED = "unneeded", _("it is not needed")
    CAME_BACK = "came_back", _("its parcel came back")


# A parcel has one of these at most.
LIVE_STATES = (LabelState.PENDING, LabelState.READY)


class Label(models.Model):
    """A label bought, or about to be: the row is written before the carrier is asked.

    ``reference`` is our idempotency key at the carrier; whatever breaks, the label
    is looked up by it before another is bought. ``parcel`` is the number of the parcel
    it is for, from 1, of ``parcels`` when it was asked for, among which the items are
    shared out. A void label is not to be used any more; once its carrier has taken it
    back it is cancelled. ``account`` is null where the
    installation's own carrier (``RETOUR_CARRIER``) is asked. ``refusals`` are the
    accounts asked before, each with why it bought nothing. ``asked_at`` is when the
    purchase began that is to be looked up, ``tried_at`` when its carrier was last gone
    to for it. ``qr_code``, ``drop_code``
    and ``expires_at`` are for handing in without a label. ``made`` is what its carrier
    told of it before its document came (``CarrierFault.made``). ``cost_minor`` is what
    the carrier charges, in minor units; null if it did not say.
    """

    parent = models.ForeignKey(
        "retour_returns.Return", on_delete=models.PROTECT, related_name="labels"
    )
    parcel = models.PositiveSmallIntegerField(default=1)
    parcels = models.PositiveSmallIntegerField(default=1)
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    carrier = models.CharField(max_length=20, default="own")
    account = models.ForeignKey(
        "retour_carriers.CarrierAccount",
        on_delete=models.PROTECT,
        related_name="labels",
        null=True,
    )
    refusals = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, choices=LabelState.choices, default=LabelState.PENDING
    )
    asked_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    made = models.JSONField(null=True)
    carrier_id = models.CharField(max_length=100, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    document = models.FileField(
        storage=private_storage, upload_to="labels/%Y/%m/", blank=True
    )
    qr_code = models.FileField(
        storage=private_storage, upload_to="labels/%Y/%m/", blank=True
    )
    drop_code = models.CharField(max_length=60, blank=True)
    expires_at = models.DateTimeField(null=True)
    tracking_url = models.CharField(max_length=500, blank=True)
    service = models.CharField(max_length=120, blank=True)
    cost_minor = models.BigIntegerField(null=True)
    cost_currency = models.CharField(max_length=3, blank=True)
    failure = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(
        max_length=10, choices=VoidReason.choices, blank=True
    )

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        indexes = [
            models.Index(fields=["tracking_number"], name="retour_label_by_number"),
            models.Index(fields=["drop_code"], name="retour_label_by_drop_code"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state="ready", expires_at__isnull=False),
                name="retour_label_runs_out",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "parcel"],
                condition=models.Q(state__in=LIVE_STATES),
                name="retour_one_live_label_per_parcel",
            ),
            models.CheckConstraint(
                condition=models.Q(parcel__gte=1), name="retour_label_parcel_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.tracking_number or str(self.reference)

    @property
    def code_media_type(self) -> str:
        """Of the picture in ``qr_code``."""
        is_png = str(self.qr_code.name).endswith(".png")
        return "image/png" if is_png else "image/svg+xml"
