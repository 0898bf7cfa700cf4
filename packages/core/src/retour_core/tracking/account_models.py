from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.carriers.account_fields import AccountElsewhere


class TrackingAccountQuerySet(models.QuerySet["TrackingAccount"]):
    def serving(self, brand_id: int) -> TrackingAccountQuerySet:
        """Those that may follow a brand's parcels, the oldest first."""
        return self.filter(brands=brand_id, is_active=True).order_by("pk")


class TrackingAccount(AccountElsewhere):
    """The merchant's account at a service that follows parcels of any courier."""

    kind = models.CharField(_("tracking service"), max_length=20)
    brands = models.ManyToManyField(
        "retour_brands.Brand",
        related_name="tracking_accounts",
        verbose_name=_("brands"),
    )

    objects = TrackingAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("tracking account")
        verbose_name_plural = _("tracking accounts")
