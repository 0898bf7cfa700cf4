from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WithdrawalsConfig(AppConfig):
    name = "retour_core.withdrawals"
    label = "retour_withdrawals"
    verbose_name = _("Withdrawals")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.outbox.registry import register
        from retour_core.withdrawals.checking import check_given_up, take_step
        from retour_core.withdrawals.deliveries import (
            begin_return,
            mail_given_up,
            send_withdrawal_mail,
        )

        register("withdrawal_mail", send_withdrawal_mail, on_death=mail_given_up)
        register("withdrawal_return", begin_return)
        register("withdrawal_check", take_step, on_death=check_given_up)
