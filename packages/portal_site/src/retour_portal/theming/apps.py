from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemingConfig(AppConfig):
    name = "retour_portal.theming"
    label = "retour_theming"
    verbose_name = _("Theming")
    default_auto_field = "django.db.models.BigAutoField"
