from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrandsConfig(AppConfig):
    name = "retour_core.brands"
    label = "retour_brands"
    verbose_name = _("Brands")
    default_auto_field = "django.db.models.BigAutoField"
