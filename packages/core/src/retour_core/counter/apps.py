from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounterConfig(AppConfig):
    name = "retour_core.counter"
    label = "retour_counter"
    verbose_name = _("Hand-ins at the counter")
    default_auto_field = "django.db.models.BigAutoField"
