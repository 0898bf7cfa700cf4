from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from retour_core.tracking import assigning, messages, polling, simulating


@shared_task(name="retour_core.tracking.tasks.poll")
def poll() -> None:
    for parcel_id in polling.claim(now=timezone.now()):
        ask.apply_async(args=(parcel_id,), retry=False, expires=polling.PATIENCE)


@shared_task(name="retour_core.tracking.tasks.ask")
def ask(parcel_id: int) -> None:
    polling.ask(parcel_id)


@shared_task(name="retour_core.tracking.tasks.forget")
def forget() -> None:
    messages.forget(now=timezone.now())


@shared_task(name="retour_core.tracking.tasks.simulate")
def simulate() -> None:
    simulating.simulate(now=timezone.now())


@shared_task(name="retour_core.tracking.tasks.sweep")
def sweep() -> None:
    assigning.sweep(now=timezone.now())
