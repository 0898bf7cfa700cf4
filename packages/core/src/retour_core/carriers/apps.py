from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CarriersConfig(AppConfig):
    name = "retour_core.carriers"
    label = "retour_carriers"
    verbose_name = _("Carriers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.carriers.own.low_mail import send_low_mail
        from retour_core.outbox.registry import register

        register("number_range_low", send_low_mail)
