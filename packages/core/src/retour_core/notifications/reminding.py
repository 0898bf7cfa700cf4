"""Reminding a customer whose items are ready and not sent (DESIGN §4), once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, OuterRef, Subquery

from retour_core.domain.policies import RequestKind
from retour_core.domain.states import ReturnState
from retour_core.notifications.unsubscribing import is_suppressed
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import put
from retour_core.returns.deadlines import DAYS_TO_SEND, day_of, last_day
from retour_core.returns.models import Return, ReturnEvent

DAYS_BEFORE = 3
_AT_ONCE = 200
# No reminder is due sooner after a return became ready, counted in hours.
_EARLIEST = timedelta(days=DAYS_TO_SEND - DAYS_BEFORE - 1)


def remind(*, now: datetime) -> int:
    """Put the reminders that are due at ``now`` into the outbox; says how many.

    Withdrawals have reminders of their own (``withdrawals.reminders``). A deadline that
    has passed is not reminded of.
    """
    became_ready = ReturnEvent.objects.filter(
        parent=OuterRef("pk"), to_state=ReturnState.READY
    ).order_by("-at")
    rows = (
        Return.objects.filter(state=ReturnState.READY)
        .exclude(kind=RequestKind.WITHDRAWAL)
        .exclude(email="")
        .annotate(
            ready_at=Subquery(
                became_ready.values("at")[:1], output_field=DateTimeField()
            )
        )
        .filter(ready_at__lte=now - _EARLIEST)
        .select_related("brand")
        .order_by("pk")
        .iterator(chunk_size=_AT_ONCE)
    )
    return sum(_put_once(ret, now) for ret in rows)


@transaction.atomic
def _put_once(ret: Any, now: datetime) -> bool:
    day = last_day(ret, ret.ready_at)
    today = day_of(ret, now)
    if not day - timedelta(days=DAYS_BEFORE) <= today <= day:
        return False
    key = f"mail-reminder-{ret.pk}"
    if OutboxMessage.objects.filter(dedupe_key=key).exists():
        return False
    if is_suppressed(ret.brand, ret.email):
        return False
    payload = {"return_id": ret.pk, "template": "reminder", "day": day.isoformat()}
    put("mail", payload, dedupe_key=key)
    return True
