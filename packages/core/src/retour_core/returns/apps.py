from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReturnsConfig(AppConfig):
    name = "retour_core.returns"
    label = "retour_returns"
    verbose_name = _("Returns")
    default_auto_field = "django.db.models.BigAutoField"
