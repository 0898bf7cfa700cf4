from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from retour_core.imports.operations import forget_imports

KEPT = timedelta(days=90)


@shared_task(name="retour_core.imports.tasks.forget_old_imports")
def forget_old_imports() -> None:
    """Files of orders are full of addresses; what came of them is in the orders."""
    forget_imports(before=timezone.now() - KEPT)
