from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReturnRule(models.Model):
    """*If* all conditions hold *then* these outcomes, for one brand's returns.

    Tried by ``position``; for each outcome the first active rule that fits decides.
    ``conditions`` and ``outcomes`` are those of ``domain.policies.Rule`` as JSON.
    """

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="return_rules"
    )
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("active"), default=True)
    conditions = models.JSONField(_("conditions"), default=list)
    outcomes = models.JSONField(_("outcomes"), default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("return rule")
        verbose_name_plural = _("return rules")
        indexes = [
            models.Index(fields=["brand", "position"], name="retour_return_rules")
        ]

    def __str__(self) -> str:
        return self.name
