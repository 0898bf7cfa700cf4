from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DomainsConfig(AppConfig):
    name = "retour_portal.domains"
    label = "retour_domains"
    verbose_name = _("Domains")
    default_auto_field = "django.db.models.BigAutoField"
