from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "retour_portal.editorial"
    label = "retour_editorial"
    verbose_name = _("Drafts and approvals")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.outbox.registry import register
        from retour_portal.editorial.language_trees import watch_language_trees
        from retour_portal.editorial.look_notice_mails import send_look_notice
        from retour_portal.editorial.look_notices import LOOK_NOTICE
        from retour_portal.editorial.notice_mails import send_notice
        from retour_portal.editorial.notices import NOTICE
        from retour_portal.editorial.watching import watch_approvals

        register(NOTICE, send_notice)
        register(LOOK_NOTICE, send_look_notice)
        watch_approvals()
        watch_language_trees()
