from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "retour_core.accounts"
    label = "retour_accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"
