from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_portal.domains.operations import check_due
from retour_portal.domains.senders import check_due_senders


@shared_task(name="retour_portal.domains.tasks.check_domains")
def check_domains() -> None:
    check_due(now=timezone.now())


@shared_task(name="retour_portal.domains.tasks.check_mail_senders")
def check_mail_senders() -> None:
    check_due_senders(now=timezone.now())
