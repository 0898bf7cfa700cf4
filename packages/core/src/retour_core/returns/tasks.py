from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.returns.discarding import discard_old_drafts
from retour_core.returns.reserved import end_reserved
from retour_core.returns.unsent import expire_unsent


@shared_task(name="retour_core.returns.tasks.discard_drafts")
def discard_drafts() -> None:
    discard_old_drafts(now=timezone.now())
    end_reserved(now=timezone.now())


@shared_task(name="retour_core.returns.tasks.expire_returns")
def expire_returns() -> None:
    expire_unsent(now=timezone.now())
