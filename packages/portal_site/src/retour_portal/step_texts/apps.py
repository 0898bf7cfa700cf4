from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StepTextsConfig(AppConfig):
    name = "retour_portal.step_texts"
    label = "retour_step_texts"
    verbose_name = _("Texts of the steps")
    default_auto_field = "django.db.models.BigAutoField"
