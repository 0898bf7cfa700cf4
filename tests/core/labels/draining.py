from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from retour_core.outbox.operations import claim, deliver


def drain(rounds: int = 1) -> None:
    """Deliver what is due, as if the waits in between had passed."""
    for step in range(rounds):
        later = timezone.now() + timedelta(hours=2 * step)
        for message_id in claim(50, now=later):
            deliver(message_id)
