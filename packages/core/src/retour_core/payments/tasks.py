from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.payments import chasing, polling


@shared_task(name="retour_core.payments.tasks.poll")
def poll() -> None:
    for payment_id in polling.claim(now=timezone.now()):
        ask.apply_async(args=(payment_id,), retry=False, expires=polling.PATIENCE)


@shared_task(name="retour_core.payments.tasks.ask")
def ask(payment_id: int) -> None:
    polling.ask(payment_id)


@shared_task(name="retour_core.payments.tasks.chase")
def chase() -> None:
    chasing.chase(now=timezone.now())
