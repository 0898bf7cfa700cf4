from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, QuerySet

from retour_shop.platforms.oscar.models import BookedRefund, PushState, ReturnMirror

# A worker says that it lives in every round.
SILENT_AFTER: Final = timedelta(minutes=3)


def backlog() -> QuerySet[PushState]:
    """Orders with something to send, those set aside by a refusal not counted."""
    return PushState.objects.filter(dirty__gt=F("pushed"), rejected_at__isnull=True)


def rejected() -> QuerySet[PushState]:
    return (
        PushState.objects.filter(rejected_at__isnull=False)
        .select_related("order")
        .order_by("-rejected_at")
    )


def postponed() -> QuerySet[PushState]:
    return (
        backlog()
        .filter(attempts__gt=0)
        .select_related("order")
        .order_by("available_at")
    )


def failed_refunds() -> QuerySet[BookedRefund]:
    return (
        BookedRefund.objects.filter(outcome=BookedRefund.Outcome.FAILURE)
        .select_related("order")
        .order_by("-booked_at")
    )


def returns_of(order: Any) -> QuerySet[ReturnMirror]:
    return ReturnMirror.objects.filter(order_id=order.pk).order_by("-created_at")


def is_silent(worker_seen_at: datetime | None, *, now: datetime) -> bool:
    return worker_seen_at is None or now - worker_seen_at > SILENT_AFTER
