from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DropOffsConfig(AppConfig):
    name = "retour_core.dropoffs"
    label = "retour_dropoffs"
    verbose_name = _("Drop-off points")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.dropoffs.uploads import given_up, work_on
        from retour_core.outbox.registry import register

        register("points", work_on, on_death=given_up)
