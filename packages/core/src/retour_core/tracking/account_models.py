from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.encryption import SealedField


class TrackingAccountQuerySet(models.QuerySet["TrackingAccount"]):
    def serving(self, brand_id: int) -> TrackingAccountQuerySet:
        """Those that may follow a brand's parcels, the oldest first."""
        return self.filter(brands=brand_id, is_active=True).order_by("pk")


class TrackingAccount(models.Model):
    """The merchant's account at a service that follows parcels of any courier.

    ``options`` and ``secrets`` are the tracker's settings. ``last_…`` is how asking
    went.
    """

    kind = models.CharField(_("tracking service"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    brands = models.ManyToManyField(
        "retour_brands.Brand",
        related_name="tracking_accounts",
        verbose_name=_("brands"),
    )
    options = models.JSONField(default=dict)
    secrets = SealedField(default="")
    is_active = models.BooleanField(_("in use"), default=True)
    last_success_at = models.DateTimeField(_("last success"), null=True)
    last_fault_at = models.DateTimeField(_("last fault"), null=True)
    last_fault_kind = models.CharField(max_length=10, blank=True)
    last_fault = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TrackingAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("tracking account")
        verbose_name_plural = _("tracking accounts")

    def __str__(self) -> str:
        return self.name
