from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PageCacheConfig(AppConfig):
    name = "retour_portal.page_cache"
    label = "retour_page_cache"
    verbose_name = _("Page cache")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_portal.page_cache.changes import watch

        watch()
