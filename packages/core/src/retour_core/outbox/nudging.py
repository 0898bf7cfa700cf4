"""Waking the drain when messages were written, instead of waiting for beat's tick."""

from __future__ import annotations

import logging
import time

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)

# How long a process does not try a broker again that it could not reach: a request
# would wait for the connection each time, and beat drains meanwhile.
AWAY_SECONDS = 30.0


class _Broker:
    """What this process knows of it; ``away_until`` is a monotonic time."""

    away_until = 0.0


def nudge_on_commit() -> None:
    """Have the drain run once the transaction is over, once however often called."""
    waiting = transaction.get_connection().run_on_commit
    # A savepoint taken back takes its entries along, so what is there will run.
    if not any(entry[1] is nudge for entry in waiting):
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Best effort: without a broker the rows wait for beat, nothing is lost."""
    if time.monotonic() < _Broker.away_until:
        return
    try:
        # By name: the tasks import what calls this.
        current_app.send_task("retour_core.outbox.tasks.drain", expires=10, retry=False)
    except (OperationalError, OSError):
        _Broker.away_until = time.monotonic() + AWAY_SECONDS
        log.warning("The broker is away; outbox messages wait for beat.", exc_info=True)
