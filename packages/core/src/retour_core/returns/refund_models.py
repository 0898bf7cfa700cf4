from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from retour_core.returns.choices import RefundExecutor, RefundState

MAX_REASON = 500


class Refund(models.Model):
    """Money promised back: decided first, executed second (DESIGN §6).

    A pending or successful row reserves its amount of what the order captured; a
    failed one frees it. At most one such row a return. ``breakdown`` is how the amount
    was computed (``domain.refunds.dump_breakdown``), also where staff chose another;
    ``payouts`` where it goes (``dump_shares``), in sum ``amount_minor``. ``key`` is
    that of the call that decided it. ``reason`` is what the customer reads of why it is
    less than computed, plain text.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "retour_returns.Return", on_delete=models.PROTECT, related_name="refunds"
    )
    order = models.ForeignKey(
        "retour_orders.Order", on_delete=models.PROTECT, related_name="refunds"
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    breakdown = models.JSONField(null=True)
    payouts = models.JSONField(default=list)
    key = models.CharField(max_length=100, blank=True)
    state = models.CharField(
        max_length=10, choices=RefundState.choices, default=RefundState.PENDING
    )
    executor = models.CharField(max_length=10, choices=RefundExecutor.choices)
    reference = models.CharField(_("reference"), max_length=255, blank=True)
    failure = models.CharField(max_length=255, blank=True)
    reason = models.CharField(
        _("reason for the customer"), max_length=MAX_REASON, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.UniqueConstraint(
                fields=["parent"],
                condition=~Q(state="failure"),
                name="retour_one_live_refund_per_return",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0), name="retour_refund_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}"
