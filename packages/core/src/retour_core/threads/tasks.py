from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.threads.photos import discard_unfinished


@shared_task(name="retour_core.threads.tasks.discard_unfinished_photos")
def discard_unfinished_photos() -> None:
    discard_unfinished(now=timezone.now())
