from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_core.carriers.account_fields import AccountElsewhere
from retour_core.domain.money import Money
from retour_core.payments.base import PaymentStatus, RefundStatus
from retour_core.payments.fee_models import (  # Django looks for models here
    AccountIsFinal,
    FeeEntry,
    FeeEntryKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AccountIsFinal",
    "FeeEntry",
    "FeeEntryKind",
    "FeeRefund",
    "FeeRefundState",
    "Payment",
    "PaymentAccount",
    "PaymentState",
    "SandboxPayment",
]


class PaymentAccount(AccountElsewhere):
    """A brand's account at a payment service; one of them is in use. ``is_live``: money
    moves."""

    brand = models.ForeignKey(
        "retour_brands.Brand",
        on_delete=models.PROTECT,
        related_name="payment_accounts",
        verbose_name=_("brand"),
    )
    kind = models.CharField(_("payment service"), max_length=20)
    is_live = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("payment account")
        verbose_name_plural = _("payment accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["brand"],
                condition=Q(is_active=True),
                name="retour_one_payment_account_in_use",
            )
        ]


class PaymentState(models.TextChoices):
    """The service's own, and ``NEW``: it is being asked, or was and did not answer."""

    NEW = "new", _("being started")
    OPEN = PaymentStatus.OPEN.value, pgettext_lazy("payment", "open")
    PENDING = PaymentStatus.PENDING.value, _("being paid")
    AUTHORIZED = PaymentStatus.AUTHORIZED.value, _("authorised")
    PAID = PaymentStatus.PAID.value, _("paid")
    FAILED = PaymentStatus.FAILED.value, pgettext_lazy("payment", "failed")
    CANCELED = PaymentStatus.CANCELED.value, pgettext_lazy("payment", "cancelled")
    EXPIRED = PaymentStatus.EXPIRED.value, pgettext_lazy("payment", "expired")


LIVE_STATES = (
    PaymentState.NEW,
    PaymentState.OPEN,
    PaymentState.PENDING,
    PaymentState.AUTHORIZED,
)


class PaymentQuerySet(models.QuerySet["Payment"]):
    def for_brands(self, brand_ids: Iterable[int]) -> PaymentQuerySet:
        return self.filter(parent__brand_id__in=brand_ids)

    def live(self) -> PaymentQuerySet:
        """Those that may still be paid."""
        return self.filter(state__in=LIVE_STATES)


class Payment(models.Model):
    """One attempt to pay a return's fee: the row is written before anybody is asked.

    ``public_id`` is our idempotency key at the service and in the address it calls.
    ``accepted_at`` is when it released the label, at most one payment of a return: what
    is paid besides is given back. ``told_id`` is what a webhook called it before the
    service's answer named it. ``ask_at`` is when to ask the service again,
    ``checked_at`` when the customer's page last did.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "retour_returns.Return", on_delete=models.PROTECT, related_name="payments"
    )
    account = models.ForeignKey(
        PaymentAccount, on_delete=models.PROTECT, related_name="payments"
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(
        max_length=12, choices=PaymentState.choices, default=PaymentState.NEW
    )
    provider_id = models.CharField(max_length=60, blank=True)
    told_id = models.CharField(max_length=60, blank=True)
    checkout_url = models.CharField(max_length=1000, blank=True)
    failure = models.CharField(max_length=255, blank=True)
    is_live = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    asks = models.PositiveSmallIntegerField(default=0)
    paid_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint(
                fields=["parent"],
                condition=Q(state__in=[state.value for state in LIVE_STATES]),
                name="retour_one_live_payment_per_return",
            ),
            models.UniqueConstraint(
                fields=["parent"],
                condition=Q(accepted_at__isnull=False),
                name="retour_one_accepted_payment_per_return",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="retour_payment_above_zero"
            ),
        ]
        indexes = [
            models.Index(
                fields=["ask_at"],
                condition=Q(ask_at__isnull=False),
                name="retour_payment_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class FeeRefundState(models.TextChoices):
    PENDING = "pending", _("being given back")
    DONE = "done", pgettext_lazy("refund", "given back")
    FAILED = "failed", pgettext_lazy("refund", "failed")
    OTHERWISE = "otherwise", _("paid back otherwise")


class FeeRefund(models.Model):
    """A fee given back in full, once.

    ``attempt`` counts from 1: what the service took and could not carry out is tried
    again under another ``key``. ``provider_id`` and ``finished_at`` are the attempt's:
    when the service took it, which is not yet when the customer has it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, related_name="refund"
    )
    state = models.CharField(
        max_length=10, choices=FeeRefundState.choices, default=FeeRefundState.PENDING
    )
    reason = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField(default=1)
    provider_id = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("refund of a fee")
        verbose_name_plural = _("refunds of fees")

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def key(self) -> str:
        """The attempt's idempotency key at the service."""
        if self.attempt == 1:
            return str(self.public_id)
        return str(uuid.uuid5(self.public_id, str(self.attempt)))


class SandboxPayment(models.Model):
    """What the sandbox knows of a payment: it is a service of its own beside ours."""

    provider_id = models.CharField(max_length=60, unique=True)
    key = models.CharField(max_length=60, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    description = models.CharField(max_length=255)
    redirect_url = models.CharField(max_length=1000)
    status = models.CharField(
        max_length=12,
        choices=[(status.value, status.value) for status in PaymentStatus],
        default=PaymentStatus.OPEN.value,
    )
    refund_key = models.CharField(max_length=60, blank=True)
    refund_status = models.CharField(
        max_length=10,
        choices=[(status.value, status.value) for status in RefundStatus],
        default=RefundStatus.REFUNDED.value,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sandbox payment")
        verbose_name_plural = _("sandbox payments")

    def __str__(self) -> str:
        return self.provider_id
