from __future__ import annotations

from celery import shared_task

from retour_portal.editorial.scheduling import publish_due


@shared_task(name="retour_portal.editorial.tasks.publish_scheduled")
def publish_scheduled() -> None:
    publish_due()
