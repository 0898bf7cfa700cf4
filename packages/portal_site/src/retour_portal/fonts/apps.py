from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FontsConfig(AppConfig):
    name = "retour_portal.fonts"
    label = "retour_fonts"
    verbose_name = _("Fonts")
    default_auto_field = "django.db.models.BigAutoField"
