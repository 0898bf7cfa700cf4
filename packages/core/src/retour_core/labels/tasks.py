from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.labels.expiring import expire_labels


@shared_task(name="retour_core.labels.tasks.expire")
def expire() -> None:
    expire_labels(now=timezone.now())
