"""Statements of withdrawal: the sealed record, and the case a merchant works on."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import retour_core.withdrawals.check_models  # noqa: F401 - Django looks for it here
from retour_core.domain.withdrawal import SealedRecord

if TYPE_CHECKING:
    from collections.abc import Iterable


def new_private_key() -> str:
    return secrets.token_urlsafe(24)


class RecordIsFinal(RuntimeError):
    """A sealed record was about to be changed or deleted."""


class WithdrawalDraft(models.Model):
    """What a consumer has typed and not confirmed; gone after a day.

    ``statement`` is the JSON of ``domain.withdrawal.Statement``. ``order`` is set only
    for somebody who has shown to know the order.
    """

    private_key = models.CharField(
        max_length=40, default=new_private_key, unique=True, editable=False
    )
    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="+"
    )
    order = models.ForeignKey(
        "retour_orders.Order", on_delete=models.CASCADE, related_name="+", null=True
    )
    statement = models.JSONField(default=dict)
    locale = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("draft of a withdrawal")
        verbose_name_plural = _("drafts of withdrawals")

    def __str__(self) -> str:
        return self.private_key


class WithdrawalRecord(models.Model):
    """One link of a brand's chain (CRD art. 11a(4)); written once, never changed.

    ``content`` alone may be taken away, when its retention is over: the chain seals
    its hash.
    """

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.PROTECT, related_name="+"
    )
    sequence = models.PositiveBigIntegerField()
    recorded_at = models.CharField(max_length=25)
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    content = models.JSONField(null=True)

    class Meta:
        verbose_name = _("record of a withdrawal")
        verbose_name_plural = _("records of withdrawals")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "sequence"], name="retour_withdrawal_chain"
            )
        ]

    def __str__(self) -> str:
        return f"{self.brand_id}:{self.sequence}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``RecordIsFinal`` for a record that is stored already."""
        if self.pk is not None:
            raise RecordIsFinal
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Always raises ``RecordIsFinal``."""
        raise RecordIsFinal

    def as_sealed(self) -> SealedRecord:
        return SealedRecord(
            sequence=self.sequence,
            recorded_at=self.recorded_at,
            content_hash=self.content_hash,
            previous_hash=self.previous_hash,
            hash=self.hash,
            content=self.content,
        )


class Decision(models.TextChoices):
    NONE = "", pgettext_lazy("withdrawal", "open")
    ACCEPTED = "accepted", pgettext_lazy("withdrawal", "accepted")
    REFUSED = "refused", pgettext_lazy("withdrawal", "refused")


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def for_brands(self, brand_ids: Iterable[int]) -> WithdrawalQuerySet:
        return self.filter(brand_id__in=brand_ids)

    def open(self) -> WithdrawalQuerySet:
        return self.filter(closed_at=None)


class Withdrawal(models.Model):
    """What follows from a statement: the order it is about, the return, the clocks.

    ``flags`` are ``[kind, params]`` pairs of ``domain.withdrawal.Flag``, as assessed
    when it was submitted. ``was_shipped`` decides whether there is anything to send
    back. ``proof_at``: when the merchant learned that the goods were sent;
    ``received_at`` and ``refunded_at`` are written by hand where no return tells them.
    """

    record = models.OneToOneField(
        WithdrawalRecord, on_delete=models.PROTECT, related_name="withdrawal"
    )
    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.PROTECT, related_name="withdrawals"
    )
    private_key = models.CharField(
        max_length=40, default=new_private_key, unique=True, editable=False
    )
    reference = models.CharField(_("reference"), max_length=14, unique=True)
    submission_key = models.CharField(max_length=64, editable=False)
    order = models.ForeignKey(
        "retour_orders.Order",
        on_delete=models.PROTECT,
        related_name="withdrawals",
        null=True,
        verbose_name=_("order"),
    )
    ret = models.OneToOneField(
        "retour_returns.Return",
        on_delete=models.PROTECT,
        related_name="withdrawal",
        null=True,
        verbose_name=_("return"),
    )
    submitted_at = models.DateTimeField(_("submitted"))
    flags = models.JSONField(default=list)
    was_shipped = models.BooleanField(_("shipped"), default=True)
    acknowledged_at = models.DateTimeField(null=True)
    undeliverable = models.CharField(max_length=255, blank=True)
    proof_at = models.DateTimeField(_("sent back"), null=True)
    received_at = models.DateTimeField(_("received"), null=True)
    refunded_at = models.DateTimeField(_("refunded"), null=True)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision.choices, blank=True
    )
    decision_reason = models.TextField(_("reason for the customer"), blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "submission_key"], name="retour_withdrawal_once"
            )
        ]
        indexes = [
            models.Index(fields=["brand", "-submitted_at"], name="retour_withdrawals"),
            models.Index(fields=["-submitted_at"], name="retour_withdrawals_newest"),
            models.Index(
                fields=["brand"],
                condition=Q(closed_at=None),
                name="retour_withdrawals_open",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def content(self) -> dict[str, Any]:
        """What was submitted; empty once its personal content is erased."""
        return self.record.content or {}
