"""What nobody calls by itself, beat calls."""

from __future__ import annotations

from django.conf import settings

from retour_portal.celery import app

# Sent by other tasks; the last one where the demo's carrier is in use.
DISPATCHED = {
    "retour_core.outbox.tasks.deliver",
    "retour_core.payments.tasks.ask",
    "retour_core.tracking.tasks.ask",
    "retour_core.tracking.tasks.simulate",
}


def test_every_task_is_scheduled_or_sent_by_another() -> None:
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.startswith("retour_")}
    scheduled = {row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled - ours == set()
    assert ours - scheduled == DISPATCHED
