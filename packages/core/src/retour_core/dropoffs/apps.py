from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DropOffsConfig(AppConfig):
    name = "retour_core.dropoffs"
    label = "retour_dropoffs"
    verbose_name = _("Drop-off points")
    default_auto_field = "django.db.models.BigAutoField"
