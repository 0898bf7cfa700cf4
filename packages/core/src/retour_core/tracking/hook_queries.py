"""How the addresses that carriers push to stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from retour_core.tracking.models import TrackingHook, TrackingMessage

LATELY = timedelta(hours=24)


@dataclass(frozen=True)
class Unread:
    """A message that was taken and could not be read: when it came, and why."""

    at: datetime
    reason: str


def with_standing(
    hooks: QuerySet[TrackingHook], *, now: datetime
) -> QuerySet[TrackingHook]:
    """With ``last_received_at`` and ``received_lately``, the messages of 24 hours."""
    messages = (
        TrackingMessage.objects.filter(account=OuterRef("account"))
        .order_by()
        .values("account")
        .annotate(
            latest=Max("received_at"),
            lately=Count("pk", filter=Q(received_at__gt=now - LATELY)),
        )
    )
    return hooks.annotate(
        last_received_at=Subquery(messages.values("latest")),
        received_lately=Subquery(messages.values("lately")),
    )


def last_unread(hook: TrackingHook) -> Unread | None:
    message = (
        TrackingMessage.objects.filter(account=hook.account)
        .exclude(failure="")
        .order_by("-received_at")
        .first()
    )
    return Unread(message.received_at, message.failure) if message else None
