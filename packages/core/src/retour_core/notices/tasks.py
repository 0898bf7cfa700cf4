from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.notices import operations


@shared_task(name="retour_core.notices.tasks.send_digests")
def send_digests() -> None:
    operations.send_digests(now=timezone.now())


@shared_task(name="retour_core.notices.tasks.forget")
def forget() -> None:
    operations.forget(now=timezone.now())
