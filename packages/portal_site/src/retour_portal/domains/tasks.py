from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_portal.domains.operations import check_due


@shared_task(name="retour_portal.domains.tasks.check_domains")
def check_domains() -> None:
    check_due(now=timezone.now())
