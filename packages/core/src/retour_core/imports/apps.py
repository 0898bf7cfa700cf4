from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "retour_core.imports"
    label = "retour_imports"
    verbose_name = _("Imports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.imports.running import given_up, work_on
        from retour_core.outbox.registry import register

        register("import", work_on, on_death=given_up)
