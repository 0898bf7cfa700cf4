from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class ThreadsConfig(AppConfig):
    name = "retour_core.threads"
    label = "retour_threads"
    verbose_name = _("Messages and photos")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.outbox.registry import register
        from retour_core.threads.deliveries import remove_files, send_thread_mail
        from retour_core.threads.signals import photo_deleted

        register("thread_mail", send_thread_mail)
        register("photo_files", remove_files)
        post_delete.connect(
            photo_deleted, sender="retour_threads.Photo", dispatch_uid="photo_deleted"
        )
