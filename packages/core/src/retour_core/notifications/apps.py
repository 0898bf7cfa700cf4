from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "retour_core.notifications"
    label = "retour_notifications"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.notifications.operations import send_mail
        from retour_core.notifications.order_links import send_order_links
        from retour_core.notifications.sms import send_sms
        from retour_core.outbox.registry import register

        register("mail", send_mail)
        register("order_links", send_order_links)
        register("sms", send_sms)
