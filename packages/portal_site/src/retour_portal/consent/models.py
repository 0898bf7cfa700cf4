from __future__ import annotations

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.brands.models import Brand
from retour_portal.consent.addresses import (
    origin_of,
    validate_origins,
    validate_script,
)
from retour_portal.theming.origins import origins_in


class Analytics(models.Model):
    """A script of somebody else that a brand's visitors may agree to; without a row
    nobody is asked."""

    brand = models.OneToOneField(
        Brand, on_delete=models.CASCADE, related_name="analytics", primary_key=True
    )
    script_url = models.CharField(
        _("analytics script"), max_length=500, validators=[validate_script]
    )
    endpoints = models.TextField(
        _("where it reports to"),
        blank=True,
        max_length=1000,
        validators=[validate_origins],
    )

    class Meta:
        verbose_name = _("analytics")
        verbose_name_plural = _("analytics")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(script_url__startswith="https://"),
                name="retour_analytics_by_https",
            )
        ]

    def __str__(self) -> str:
        return self.script_url

    @property
    def origin(self) -> str:
        return origin_of(self.script_url)

    @property
    def policy(self) -> dict[str, list[str]]:
        """What a page with the script adds to its content security policy."""
        reports = dict.fromkeys([self.origin, *origins_in(self.endpoints)])
        return {
            "script-src": [self.origin],
            "connect-src": ["'self'", *reports],
            "img-src": [*reports],  # some count with a picture of one pixel
        }

    @property
    def stamp(self) -> str:
        """What was agreed to: with another script everybody is asked again."""
        said = "\n".join([self.script_url, *origins_in(self.endpoints)])
        return hashlib.sha256(said.encode()).hexdigest()[:16]
