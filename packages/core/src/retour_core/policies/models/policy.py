from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.domain.policies.kinds import RequestKind


class KindChoices(models.TextChoices):
    WITHDRAWAL = RequestKind.WITHDRAWAL.value, _("withdrawal")
    RETURN = RequestKind.RETURN.value, _("return")
    CLAIM = RequestKind.CLAIM.value, _("claim")


class ReturnPolicy(models.Model):
    """One version of what a brand grants for one kind of request; never changed.

    ``data`` is ``domain.policies.Policy`` as JSON. A return keeps the version it was
    made under. ``placed_from``: only for orders placed then or later, so that older
    ones keep the terms of their day; null is for every order.
    """

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="policies"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=KindChoices.choices)
    version = models.PositiveIntegerField(_("version"))
    data = models.JSONField()
    placed_from = models.DateTimeField(_("for orders placed from"), null=True)
    created_at = models.DateTimeField(_("saved"))
    created_by = models.CharField(_("saved by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("return policy")
        verbose_name_plural = _("return policies")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "kind", "version"],
                name="retour_policy_version_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"
