from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.webhooks.operations import forget_old_messages


@shared_task(name="retour_core.webhooks.tasks.forget_messages")
def forget_messages() -> None:
    forget_old_messages(now=timezone.now())
