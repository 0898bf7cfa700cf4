from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "retour_core.payments"
    label = "retour_payments"
    verbose_name = _("Payments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.outbox.registry import register
        from retour_core.payments.following import timeline_written
        from retour_core.payments.refunding import refund_given_up, refund_payment
        from retour_core.returns import signals

        register("fee_refund", refund_payment, on_death=refund_given_up)
        signals.timeline_written.connect(timeline_written, dispatch_uid="payments")
