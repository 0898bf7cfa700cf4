from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

import retour_core.carriers.number_models  # noqa: F401 - Django looks for models here
from retour_core.carriers.account_fields import AccountElsewhere
from retour_core.domain.carrier_choice import Terms


class CarrierAccountQuerySet(models.QuerySet["CarrierAccount"]):
    def serving(self, brand_id: int) -> CarrierAccountQuerySet:
        """Those to be asked for a brand's labels, first to last."""
        return self.filter(brands=brand_id, is_active=True).order_by("position", "pk")


class CarrierAccount(AccountElsewhere):
    """The merchant's account at a carrier, and for which parcels it is asked.

    The account of the lowest ``position`` whose terms fit is asked first: no
    ``countries`` or ``methods`` means all; weights are grams, both bounds included.
    """

    kind = models.CharField(_("carrier"), max_length=20)
    brands = models.ManyToManyField(
        "retour_brands.Brand", related_name="carrier_accounts", verbose_name=_("brands")
    )
    position = models.PositiveIntegerField(_("asked in this order"), default=1)
    countries = models.JSONField(_("from these countries"), default=list, blank=True)
    methods = models.JSONField(_("for these ways back"), default=list, blank=True)
    least_grams = models.PositiveIntegerField(
        _("from, in grams"), null=True, blank=True
    )
    most_grams = models.PositiveIntegerField(
        _("up to, in grams"), null=True, blank=True
    )

    # Asking where parcels are may need other keys than buying labels does, so a label
    # that was bought does not end it, nor does an answer end a fault of buying.
    tracking_refused_at = models.DateTimeField(null=True, editable=False)
    tracking_refusal = models.CharField(max_length=255, blank=True, editable=False)

    objects = CarrierAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("carrier account")
        verbose_name_plural = _("carrier accounts")

    @property
    def terms(self) -> Terms:
        return Terms(
            countries=frozenset(self.countries),
            methods=frozenset(self.methods),
            least_grams=self.least_grams,
            most_grams=self.most_grams,
        )
