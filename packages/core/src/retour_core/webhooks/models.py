from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_core.encryption import SealedField


class Pause(models.TextChoices):
    BY_STAFF = "by_staff", _("paused by staff")
    FAILING = "failing", _("paused because nothing got through for days")
    GONE = "gone", _("paused because the address answered “gone”")


class WebhookEndpoint(models.Model):
    """An address of the merchant's that is told what happens in one brand.

    ``events`` are types of ``events.EVENT_TYPES``; none means all. While
    ``former_secret`` is set, messages carry a second signature made with it, until
    ``former_until``. A paused endpoint's messages are held, not lost.
    """

    brand = models.ForeignKey(
        "retour_brands.Brand",
        on_delete=models.CASCADE,
        related_name="webhook_endpoints",
        verbose_name=_("brand"),
    )
    url = models.URLField(_("address"), max_length=500)
    description = models.CharField(_("what it is"), max_length=120, blank=True)
    events = models.JSONField(_("events"), default=list, blank=True)
    secret = SealedField()
    former_secret = SealedField(null=True)
    former_until = models.DateTimeField(null=True, editable=False)
    pause = models.CharField(
        max_length=10, choices=Pause.choices, blank=True, editable=False
    )
    failing_since = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "url"], name="retour_one_webhook_per_brand_and_url"
            )
        ]

    def __str__(self) -> str:
        return self.description or self.url

    def wants(self, event_type: str) -> bool:
        return not self.events or event_type in self.events


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("under way")
    HELD = "held", _("held back")
    DELIVERED = "delivered", pgettext_lazy("webhook delivery", "delivered")
    FAILED = "failed", pgettext_lazy("webhook delivery", "failed")


def new_message_id() -> str:
    return f"msg_{uuid.uuid4().hex}"


class WebhookDelivery(models.Model):
    """One message to one endpoint.

    ``message_id`` is the receiver's key against doubles: the same at each attempt and
    each replay. ``body`` is written at the first attempt and sent the same ever after.
    ``event`` says which entry of the timeline it stands for.
    """

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    message_id = models.CharField(max_length=40, unique=True, default=new_message_id)
    event_type = models.CharField(_("event"), max_length=40)
    event_key = models.CharField(max_length=60)
    ret = models.ForeignKey(
        "retour_returns.Return",
        on_delete=models.CASCADE,
        null=True,
        related_name="webhook_deliveries",
    )
    withdrawal = models.ForeignKey(
        "retour_withdrawals.Withdrawal",
        on_delete=models.CASCADE,
        null=True,
        related_name="webhook_deliveries",
    )
    happened_at = models.DateTimeField(_("happened"))
    body = models.TextField(blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=DeliveryState.choices,
        default=DeliveryState.PENDING,
    )
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("webhook message")
        verbose_name_plural = _("webhook messages")
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event_type", "event_key"],
                name="retour_one_webhook_message_per_event",
            )
        ]
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="retour_webhook_log"),
            models.Index(fields=["happened_at"], name="retour_webhook_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.message_id}"


class WebhookAttempt(models.Model):
    """``status`` is the HTTP status, ``None`` where no answer came; ``answer`` is the
    first 500 characters of it, or what went wrong."""

    delivery = models.ForeignKey(
        WebhookDelivery, on_delete=models.CASCADE, related_name="attempts"
    )
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.status or '—'} {self.at:%Y-%m-%d %H:%M}"
