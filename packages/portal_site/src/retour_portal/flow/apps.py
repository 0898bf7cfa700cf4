from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlowConfig(AppConfig):
    name = "retour_portal.flow"
    label = "retour_flow"
    verbose_name = _("Return flow")
    default_auto_field = "django.db.models.BigAutoField"
