from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.withdrawals.drafts import discard_old_drafts


@shared_task(name="retour_core.withdrawals.tasks.discard_drafts")
def discard_drafts() -> None:
    discard_old_drafts(now=timezone.now())
