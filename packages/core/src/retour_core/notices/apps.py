from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "retour_core.notices"
    label = "retour_notices"
    verbose_name = _("Notices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.notices.collecting import timeline_written, withdrawal_came
        from retour_core.notices.sending import notices_given_up, send_notices
        from retour_core.outbox.registry import register
        from retour_core.returns import signals

        register("notices", send_notices, on_death=notices_given_up)
        signals.timeline_written.connect(timeline_written, dispatch_uid="notices")
        post_save.connect(
            withdrawal_came, sender="retour_withdrawals.Withdrawal",
            dispatch_uid="notices",
        )  # fmt: skip
