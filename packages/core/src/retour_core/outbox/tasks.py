from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from retour_core.outbox import operations
from retour_core.outbox.nudging import nudge

BATCH = 20
# Long enough to see what became of a mail somebody asks for.
KEPT = timedelta(days=30)


@shared_task(name="retour_core.outbox.tasks.drain")
def drain() -> None:
    # Half the lease to wait in the broker, the other half to run (the task's time
    # limit): when the lease ends nobody is at work on the message any more.
    patience = settings.RETOUR_OUTBOX_LEASE_SECONDS // 2
    claimed = operations.claim(BATCH, now=timezone.now())
    for message_id in claimed:
        deliver.apply_async(args=(message_id,), retry=False, expires=patience)
    if len(claimed) == BATCH:  # more may wait, and a commit nudges only once
        nudge()


@shared_task(name="retour_core.outbox.tasks.forget")
def forget() -> None:
    operations.forget(before=timezone.now() - KEPT)


@shared_task(name="retour_core.outbox.tasks.deliver")
def deliver(message_id: int) -> None:
    operations.deliver(message_id)
