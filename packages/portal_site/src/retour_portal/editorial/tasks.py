from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_portal.editorial.look_import import forget_uploads
from retour_portal.editorial.scheduling import publish_due


@shared_task(name="retour_portal.editorial.tasks.publish_scheduled")
def publish_scheduled() -> None:
    publish_due()


@shared_task(name="retour_portal.editorial.tasks.forget_look_uploads")
def forget_look_uploads() -> None:
    forget_uploads(timezone.now())
