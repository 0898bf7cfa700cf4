from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.domain.label_prices import EntryKind, PriceList, Tier


class LedgerIsFinal(RuntimeError):
    """Entries are written once; what was wrong is put right by another entry."""


class Plan(models.Model):
    """What labels cost whom: prices in versions, each from its day on."""

    code = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    is_default = models.BooleanField(
        _("for brands without a plan of their own"), default=False
    )

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="retour_one_default_plan",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlanPrices(models.Model):
    """``tiers`` are pairs of the first label of a month and minor units a label."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="prices")
    valid_from = models.DateField(_("valid from"))
    tiers = models.JSONField(_("prices"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        ordering = ("valid_from",)
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "valid_from"], name="retour_one_price_list_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.valid_from}"

    @property
    def price_list(self) -> PriceList:
        return PriceList(tuple(Tier(start, minor) for start, minor in self.tiers))


class BrandPlan(models.Model):
    """A brand's plan, and the one it changes to with ``next_from``, a day where the
    merchant is; ``plans.plan_in`` says which counts. The row is locked while a label of
    the brand is charged."""

    brand = models.OneToOneField(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="billing"
    )
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="brands"
    )
    next_plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    next_from = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("plan of a brand")
        verbose_name_plural = _("plans of brands")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_plan=None, next_from=None)
                | models.Q(next_plan__isnull=False, next_from__isnull=False),
                name="retour_next_plan_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.plan_id or "–")


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    def update(self, **_kwargs: Any) -> NoReturn:
        raise LedgerIsFinal

    def delete(self) -> NoReturn:
        raise LedgerIsFinal


class LedgerEntry(models.Model):
    """One charge or credit for one label; append-only.

    ``amount_minor`` is in minor units of ``currency``, negative for a credit. ``month``
    is the calendar month in the merchant's time zone, ``nth`` the label's number in it.
    ``reference`` tells a carrier's surcharges apart, ``invoice`` is the number of the
    invoice they came with, ``note`` what they are for. A label of a test order is in
    the ledger for nothing.
    """

    NOTE_LENGTH = 200

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.PROTECT, related_name="ledger"
    )
    label = models.ForeignKey(
        "retour_labels.Label", on_delete=models.PROTECT, related_name="ledger"
    )
    kind = models.CharField(
        max_length=10,
        choices=[
            (EntryKind.LABEL.value, _("label")),
            (EntryKind.CREDIT.value, _("cancelled unused")),
            (EntryKind.RECHARGE.value, _("charged after all")),
            (EntryKind.SURCHARGE.value, _("carrier's surcharge")),
        ],
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    nth = models.PositiveIntegerField(null=True)
    reference = models.CharField(max_length=100, blank=True)
    invoice = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    is_test = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(
                fields=["label", "kind", "reference"],
                name="retour_one_ledger_entry_each",
            ),
            models.UniqueConstraint(
                fields=["brand", "month", "nth"],
                condition=models.Q(kind="label"),
                name="retour_ledger_numbers_labels",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=("label", "recharge"), amount_minor__gte=0)
                | models.Q(kind="surcharge", amount_minor__gt=0)
                | models.Q(kind="credit", amount_minor__lte=0),
                name="retour_ledger_signs",
            ),
        ]
        indexes = [models.Index(fields=["brand", "month"], name="retour_ledger_month")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} {self.currency}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise LedgerIsFinal
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise LedgerIsFinal
