"""When DNS is asked again, for a portal's domain or a mail sender's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

_Row = TypeVar("_Row", bound=Model)

SOONEST, _LATEST = timedelta(minutes=2), timedelta(hours=6)
_WAITS_FOR = timedelta(days=7)
WHEN_WELL = timedelta(days=1)
# Longer than a look-up takes: a worker that died gives its row back.
_LEASE = timedelta(minutes=10)
# Each takes seconds where no name server answers, and a task's time is limited.
_MOST_A_RUN = 5


def while_waiting(since: datetime, now: datetime) -> datetime | None:
    """Ever more rarely for what was entered at ``since``; ``None`` after a week."""
    age = now - since
    if age > _WAITS_FOR:
        return None
    return now + min(max(age / 2, SOONEST), _LATEST)


def claimed(rows: QuerySet[_Row], now: datetime) -> Iterator[_Row]:
    """The few of ``rows`` that waited longest for their ``next_check_at``, each only
    for one worker."""
    due: Any = rows.filter(next_check_at__lte=now)
    for row in due.order_by("next_check_at", "pk")[:_MOST_A_RUN]:
        if due.filter(pk=row.pk).update(next_check_at=now + _LEASE):
            yield row
