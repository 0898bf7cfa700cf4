from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "retour_core.policies"
    label = "retour_policies"
    verbose_name = _("Return policies")
    default_auto_field = "django.db.models.BigAutoField"
