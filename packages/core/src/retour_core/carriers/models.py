from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

import retour_core.carriers.number_models  # noqa: F401 - Django looks for models here
from retour_core.domain.carrier_choice import Terms
from retour_core.encryption import SealedField


class CarrierAccountQuerySet(models.QuerySet["CarrierAccount"]):
    def serving(self, brand_id: int) -> CarrierAccountQuerySet:
        """Those to be asked for a brand's labels, first to last."""
        return self.filter(brands=brand_id, is_active=True).order_by("position", "pk")


class CarrierAccount(models.Model):
    """The merchant's account at a carrier, and for which parcels it is asked.

    ``options`` and ``secrets`` are the adapter's settings. The account of the lowest
    ``position`` whose terms fit is asked first: no ``countries`` or ``methods`` means
    all; weights are grams, both bounds included. ``last_…`` is how asking went.
    """

    kind = models.CharField(_("carrier"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    brands = models.ManyToManyField(
        "retour_brands.Brand", related_name="carrier_accounts", verbose_name=_("brands")
    )
    options = models.JSONField(default=dict)
    secrets = SealedField(default="")
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveIntegerField(_("asked in this order"), default=1)
    countries = models.JSONField(_("from these countries"), default=list, blank=True)
    methods = models.JSONField(_("for these ways back"), default=list, blank=True)
    least_grams = models.PositiveIntegerField(
        _("from, in grams"), null=True, blank=True
    )
    most_grams = models.PositiveIntegerField(
        _("up to, in grams"), null=True, blank=True
    )
    last_success_at = models.DateTimeField(_("last success"), null=True)
    last_fault_at = models.DateTimeField(_("last fault"), null=True)
    last_fault_kind = models.CharField(max_length=10, blank=True)
    last_fault = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CarrierAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("carrier account")
        verbose_name_plural = _("carrier accounts")

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> Terms:
        return Terms(
            countries=frozenset(self.countries),
            methods=frozenset(self.methods),
            least_grams=self.least_grams,
            most_grams=self.most_grams,
        )
