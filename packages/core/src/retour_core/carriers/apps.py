from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CarriersConfig(AppConfig):
    name = "retour_core.carriers"
    label = "retour_carriers"
    verbose_name = _("Carriers")
    default_auto_field = "django.db.models.BigAutoField"
