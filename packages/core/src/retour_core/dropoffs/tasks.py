from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.dropoffs.fetching import fetch_points


@shared_task(name="retour_core.dropoffs.tasks.fetch")
def fetch() -> None:
    fetch_points(now=timezone.now())
