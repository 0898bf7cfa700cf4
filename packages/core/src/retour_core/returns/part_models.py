"""What a settled return gives besides money: store credit and goods."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from retour_core.domain.symbols import in_fours, written
from retour_core.returns.choices import (
    RefundExecutor,
    ReplacementState,
    StoreCreditState,
)


def new_credit_code() -> str:
    """Unguessable, ``XXXX-XXXX-XXXX-XXXX``."""
    return in_fours(written(secrets.randbits(80), 16))


class StoreCredit(models.Model):
    """Credit promised instead of money: decided first, issued second (DESIGN §6).

    ``amount_minor`` is what it replaces and reserves of what the order captured,
    ``bonus_minor`` what is given on top: the code is worth both. The shop makes a
    voucher of ``code``, or whoever issues it by hand names their own. ``key`` is that
    of the call that decided it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "retour_returns.Return", on_delete=models.PROTECT, related_name="credits"
    )
    order = models.ForeignKey(
        "retour_orders.Order", on_delete=models.PROTECT, related_name="credits"
    )
    amount_minor = models.BigIntegerField()
    bonus_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    code = models.CharField(
        _("code"), max_length=64, default=new_credit_code, unique=True
    )
    state = models.CharField(
        max_length=10,
        choices=StoreCreditState.choices,
        default=StoreCreditState.PENDING,
    )
    executor = models.CharField(max_length=10, choices=RefundExecutor.choices)
    reference = models.CharField(_("reference"), max_length=255, blank=True)
    failure = models.CharField(max_length=255, blank=True)
    key = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("store credit")
        verbose_name_plural = _("store credits")
        constraints = [
            models.UniqueConstraint(
                fields=["parent"],
                condition=~Q(state=StoreCreditState.FAILED.value),
                name="retour_one_live_credit_per_return",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, bonus_minor__gte=0),
                name="retour_credit_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worth_minor} {self.currency}"

    @property
    def worth_minor(self) -> int:
        """What the customer may spend, bonus included."""
        return self.amount_minor + self.bonus_minor


class _WithLine(models.Manager["ReplacementItem"]):
    """Goods are never told without the line they are for."""

    def get_queryset(self) -> models.QuerySet[ReplacementItem]:
        return super().get_queryset().select_related("line")


class ReplacementItem(models.Model):
    """Goods to send for one return line: an exchange, or a claim's replacement.

    ``sku``, ``title`` and ``variant`` say what to send; without them it is the same
    product. ``difference_minor`` is what it is dearer than what was paid: recorded,
    and never charged by itself.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "retour_returns.Return", on_delete=models.PROTECT, related_name="replacements"
    )
    line = models.ForeignKey(
        "retour_returns.ReturnLine",
        on_delete=models.PROTECT,
        related_name="replacements",
    )
    quantity = models.PositiveIntegerField()
    sku = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=255)
    variant = models.CharField(max_length=255, blank=True)
    difference_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    state = models.CharField(
        max_length=10,
        choices=ReplacementState.choices,
        default=ReplacementState.TO_SEND,
    )
    reference = models.CharField(_("reference"), max_length=255, blank=True)
    failure = models.CharField(max_length=255, blank=True)
    key = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = _WithLine()

    class Meta:
        verbose_name = _("replacement")
        verbose_name_plural = _("replacements")
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=~Q(state=ReplacementState.FAILED.value),
                name="retour_one_live_replacement_per_line",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, difference_minor__gte=0),
                name="retour_replacement_is_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"
