from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "retour_core.orders"
    label = "retour_orders"
    verbose_name = _("Orders")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.orders.rules_preview import work_on
        from retour_core.outbox.registry import register

        register("apply_rules", work_on)
