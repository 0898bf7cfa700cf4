from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "retour_core.webhooks"
    label = "retour_webhooks"
    verbose_name = _("Webhooks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.outbox.registry import register
        from retour_core.returns import signals
        from retour_core.webhooks.announcing import timeline_written, withdrawal_came
        from retour_core.webhooks.delivering import delivery_given_up, send_webhook
        from retour_core.webhooks.notice import send_pause_mail

        register("webhook", send_webhook, on_death=delivery_given_up)
        register("webhook_paused", send_pause_mail)
        signals.timeline_written.connect(timeline_written, dispatch_uid="webhooks")
        post_save.connect(
            withdrawal_came, sender="retour_withdrawals.Withdrawal",
            dispatch_uid="webhooks",
        )  # fmt: skip
