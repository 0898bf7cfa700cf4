from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShippingRule(models.Model):
    """*If* all conditions hold *then* the order was sent from this address.

    Rules are tried by ``position``; the first active one that matches decides.
    ``conditions`` is a list of ``domain.shipping_rules.Condition`` as JSON.
    """

    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("active"), default=True)
    conditions = models.JSONField(_("conditions"), default=list)
    sender_address = models.ForeignKey(
        "retour_brands.SenderAddress",
        on_delete=models.PROTECT,
        related_name="shipping_rules",
        verbose_name=_("sender address"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("shipping rule")
        verbose_name_plural = _("shipping rules")

    def __str__(self) -> str:
        return self.name
