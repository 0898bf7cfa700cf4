from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetourShopConfig(AppConfig):
    name = "retour_shop.platforms.oscar"
    label = "retour_shop_oscar"
    verbose_name = _("Retour")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models and signals exist only once all apps are loaded.
        from retour_shop.platforms.oscar import checks, receivers
        from retour_shop.platforms.oscar.conf import retour_settings

        retour_settings()
        checks.register_checks()
        receivers.connect()
