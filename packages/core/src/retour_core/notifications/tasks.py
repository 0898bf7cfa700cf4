from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.notifications.reminding import remind


@shared_task(name="retour_core.notifications.tasks.send_reminders")
def send_reminders() -> None:
    remind(now=timezone.now())
