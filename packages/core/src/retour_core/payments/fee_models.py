"""The account of customers' fees: what came in and what went out, written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Iterable


class AccountIsFinal(RuntimeError):
    """Fee entries are written once; what was wrong is put right by another entry."""


class FeeEntryKind(models.TextChoices):
    """``PASSED_ON``: the parcel is on its way, so the fee is no longer the customer's
    to get back. ``CAME_BACK``: it could not be given back after all. ``OTHERWISE``: the
    merchant paid it back by other means than the service."""

    RECEIVED = "received", pgettext_lazy("fee", "received")
    REFUNDED = "refunded", pgettext_lazy("fee", "given back")
    CAME_BACK = "came_back", _("came back")
    PASSED_ON = "passed_on", _("passed on")
    OTHERWISE = "otherwise", _("paid back otherwise")


class FeeEntryQuerySet(models.QuerySet["FeeEntry"]):
    def for_brands(self, brand_ids: Iterable[int]) -> FeeEntryQuerySet:
        return self.filter(brand_id__in=brand_ids)

    def update(self, **_kwargs: Any) -> NoReturn:
        raise AccountIsFinal

    def delete(self) -> NoReturn:
        raise AccountIsFinal


class FeeEntry(models.Model):
    """Money of customers for sending back: append-only, and apart from the ledger of
    labels.

    ``amount_minor`` is above zero for what came in, below for what went out; the sum
    of a brand's is what is held for customers. ``attempt`` is the one of giving it back
    that an entry is about, else 1. ``is_live`` is false for payments that moved no
    money. ``paid_on``, ``actor_name`` and ``note`` are those of what was paid back
    otherwise: when, who says so and how.
    """

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.PROTECT, related_name="fee_entries"
    )
    payment = models.ForeignKey(
        "retour_payments.Payment", on_delete=models.PROTECT, related_name="entries"
    )
    kind = models.CharField(_("what"), max_length=10, choices=FeeEntryKind.choices)
    attempt = models.PositiveSmallIntegerField(default=1)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_live = models.BooleanField()
    paid_on = models.DateField(_("paid back on"), null=True)
    actor_name = models.CharField(_("by"), max_length=150, blank=True)
    note = models.CharField(_("note"), max_length=255, blank=True)
    at = models.DateTimeField(_("when"))

    objects = FeeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee entry")
        verbose_name_plural = _("return fees")
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "kind", "attempt"], name="retour_one_fee_entry_each"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["received", "came_back"], amount_minor__gt=0)
                | Q(
                    kind__in=["refunded", "passed_on", "otherwise"], amount_minor__lt=0
                ),
                name="retour_fee_signs",
            ),
        ]
        indexes = [models.Index(fields=["brand", "at"], name="retour_fee_list")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} {self.currency}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AccountIsFinal
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AccountIsFinal
