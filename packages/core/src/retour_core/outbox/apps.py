from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "retour_core.outbox"
    label = "retour_outbox"
    verbose_name = _("Outbox")
    default_auto_field = "django.db.models.BigAutoField"
