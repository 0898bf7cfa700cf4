from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from retour_core.domain.states import ReturnState

STATE_NAMES = {
    ReturnState.DRAFT: _("draft"),
    ReturnState.REQUESTED: _("requested"),
    ReturnState.APPROVED: _("approved"),
    ReturnState.REJECTED: _("rejected"),
    ReturnState.AWAITING_PAYMENT: _("waiting for payment"),
    ReturnState.LABEL_PENDING: _("label in preparation"),
    ReturnState.LABEL_FAILED: _("label could not be made"),
    ReturnState.READY: _("ready to be sent"),
    ReturnState.IN_TRANSIT: _("on its way"),
    ReturnState.ARRIVED: _("arrived"),
    ReturnState.BOUNCED: _("sent back by the carrier"),
    ReturnState.INSPECTED: _("received and inspected"),
    ReturnState.SETTLED: _("settled"),
    ReturnState.CANCELLED: _("cancelled"),
    ReturnState.EXPIRED: _("expired"),
}


class PushState(models.Model):
    """What Retour knows of one order of this shop.

    ``dirty`` counts changes, ``pushed`` is the count that Retour has; they differ
    while something is to be sent. The row is written in the same transaction as the
    change it announces.
    """

    order_id: int
    order = models.OneToOneField(
        "order.Order", on_delete=models.CASCADE, related_name="retour_push"
    )
    dirty = models.PositiveBigIntegerField(default=0)
    pushed = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    available_at = models.DateTimeField(default=timezone.now)
    lease = models.CharField(max_length=32, blank=True, default="")
    leased_until = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    last_error = models.TextField(blank=True, default="")
    problems = models.JSONField(default=list, blank=True)
    # Oscar does not keep the language an order was placed in.
    locale = models.CharField(max_length=16, blank=True, default="")

    objects: ClassVar[models.Manager[PushState]] = models.Manager()

    class Meta:
        verbose_name = _("push state")
        verbose_name_plural = _("push states")
        indexes = [
            models.Index(
                fields=["available_at"],
                condition=Q(dirty__gt=F("pushed")),
                name="retour_push_waiting",
            ),
            models.Index(
                fields=["rejected_at"],
                condition=Q(rejected_at__isnull=False),
                name="retour_push_rejected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.pushed}/{self.dirty}"


class Connection(models.Model):
    """The one connection of this shop to Retour; its only row has ``pk`` 1."""

    fingerprint = models.CharField(max_length=64, blank=True, default="")
    shop_key = models.CharField(max_length=100, blank=True, default="")
    shop_name = models.CharField(max_length=255, blank=True, default="")
    portal_url = models.CharField(max_length=500, blank=True, default="")
    contact_at = models.DateTimeField(null=True, blank=True)
    push_at = models.DateTimeField(null=True, blank=True)
    worker_seen_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")
    stopped_reason = models.TextField(blank=True, default="")
    returns_changed_after = models.DateTimeField(null=True, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    swept_at = models.DateTimeField(null=True, blank=True)
    sweep_after = models.BigIntegerField(default=0)
    backfill_after = models.BigIntegerField(null=True, blank=True)
    backfill_since = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Connection]] = models.Manager()

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1), name="retour_connection_is_single"
            ),
        ]

    def __str__(self) -> str:
        return self.shop_key or "Retour"


class ReturnMirror(models.Model):
    """A return as Retour last told it; shown on the order, never written here."""

    retour_id = models.CharField(max_length=100, unique=True)
    rma_number = models.CharField(max_length=100)
    order = models.ForeignKey(
        "order.Order", on_delete=models.CASCADE, related_name="retour_returns"
    )
    kind = models.CharField(max_length=50)
    state = models.CharField(max_length=50)
    portal_url = models.CharField(max_length=500, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    refund_total = models.CharField(max_length=20, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    lines = models.JSONField(default=list)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager[ReturnMirror]] = models.Manager()

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")

    def __str__(self) -> str:
        return self.rma_number

    @property
    def state_name(self) -> str:
        """In the reader's language; a state this version does not know, as it is."""
        try:
            return str(STATE_NAMES[ReturnState(self.state)])
        except ValueError:
            return self.state


class BookedRefund(models.Model):
    """The shop's answer to one refund of Retour; its unique id makes it happen once.

    Written in the same transaction as the payment event and the source's refund.
    ``told_at`` stays empty until all listeners of ``refunds.refund_booked`` have heard,
    whom nobody else tells before ``telling_until``; ``reported_at`` until Retour has
    confirmed the answer.
    """

    class Outcome(models.TextChoices):
        SUCCESS = "success", _("booked")
        FAILURE = "failure", _("not booked")

    retour_id = models.CharField(max_length=100, unique=True)
    rma_number = models.CharField(max_length=100)
    order = models.ForeignKey(
        "order.Order",
        null=True,
        on_delete=models.SET_NULL,
        related_name="retour_refunds",
    )
    payment_event_id: int | None
    payment_event = models.OneToOneField(
        "order.PaymentEvent",
        null=True,
        on_delete=models.SET_NULL,
        related_name="retour_refund",
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    amount = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    message = models.CharField(max_length=255, blank=True)
    booked_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    telling_until = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[BookedRefund]] = models.Manager()

    class Meta:
        verbose_name = _("booked refund")
        verbose_name_plural = _("booked refunds")

    def __str__(self) -> str:
        return f"{self.rma_number}: {self.outcome}"

    @property
    def is_told(self) -> bool:
        """Of what was not booked nobody is told."""
        return self.told_at is not None or self.outcome != self.Outcome.SUCCESS
