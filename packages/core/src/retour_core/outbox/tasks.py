from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from retour_core.outbox import operations

BATCH = 20


@shared_task(name="retour_core.outbox.tasks.drain")
def drain() -> None:
    # Half the lease to wait in the broker, the other half to run (the task's time
    # limit): when the lease ends nobody is at work on the message any more.
    patience = settings.RETOUR_OUTBOX_LEASE_SECONDS // 2
    for message_id in operations.claim(BATCH, now=timezone.now()):
        deliver.apply_async(args=(message_id,), retry=False, expires=patience)


@shared_task(name="retour_core.outbox.tasks.deliver")
def deliver(message_id: int) -> None:
    operations.deliver(message_id)
