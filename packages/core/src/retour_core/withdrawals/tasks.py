from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.withdrawals.checking import begin_all_checks
from retour_core.withdrawals.drafts import discard_old_drafts
from retour_core.withdrawals.reminders import remind


@shared_task(name="retour_core.withdrawals.tasks.discard_drafts")
def discard_drafts() -> None:
    discard_old_drafts(now=timezone.now())


@shared_task(name="retour_core.withdrawals.tasks.send_reminders")
def send_reminders() -> None:
    remind(now=timezone.now())


@shared_task(name="retour_core.withdrawals.tasks.check_chains")
def check_chains() -> None:
    begin_all_checks(now=timezone.now())
