from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackOfficeConfig(AppConfig):
    name = "retour_portal.backoffice"
    label = "retour_backoffice"
    verbose_name = _("Back office")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.outbox.registry import register
        from retour_portal.backoffice.chosen.wagtail_lists import (
            narrow_lists_to_chosen_brand,
        )
        from retour_portal.backoffice.own_choices import keep_choices_to_brands
        from retour_portal.backoffice.own_references import keep_references_to_brands
        from retour_portal.backoffice.policies import register_policies
        from retour_portal.backoffice.staff.mails import send_invitation
        from retour_portal.backoffice.staff.operations import INVITATION
        from retour_portal.backoffice.staff.zone import register_zone

        register_policies()
        register_zone()
        keep_choices_to_brands()
        keep_references_to_brands()
        narrow_lists_to_chosen_brand()
        register(INVITATION, send_invitation)
