from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.api.idempotency import forget_keys


@shared_task(name="retour_core.api.tasks.forget_old_keys")
def forget_old_keys() -> None:
    forget_keys(now=timezone.now())
