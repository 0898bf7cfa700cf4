"""Asking carriers that do not tell by themselves, within what they allow."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.domain.tracking.asking import next_ask
from retour_core.domain.tracking.sources import READERS
from retour_core.tracking.models import PollBudget, TrackedParcel
from retour_core.tracking.operations import ingest
from retour_core.tracking.pollers import Tracks, pollers

# How long a claimed parcel is left to the task that asks; longer than a task may run.
LEASE = timedelta(minutes=10)
PATIENCE = 60  # seconds a task may wait in the broker
# Unused questions do not pile up for longer than this.
_BURST_MINUTES = 2
_AFTER_FAULT = timedelta(hours=1)
# A wrong password does not become right by asking.
_AFTER_REFUSAL = timedelta(hours=6)


def claim(*, now: datetime) -> list[int]:
    """The parcels to ask for now, of each carrier as many as its budget has left."""
    claimed = []
    for kind, adapter in pollers().items():
        claimed += _claim_of(kind, adapter, now)
    return claimed


def ask(parcel_id: int) -> None:
    """Ask one carrier about one parcel, take in the answer and plan the next time."""
    parcel = TrackedParcel.objects.select_related("label").get(pk=parcel_id)
    adapter = pollers().get(parcel.source)
    if adapter is None or parcel.next_poll_at is None:
        return
    try:
        news = adapter.track(parcel)
        scans = READERS[adapter.tracking_source](news)
    except CarrierFault as fault:
        _plan(parcel, timezone.now() + _pause(fault))
        return
    except ValueError:  # not what this carrier answers; it may be down
        _plan(parcel, timezone.now() + _AFTER_FAULT)
        return
    now = timezone.now()
    ingest(adapter.tracking_source, scans, received_at=now)
    parcel.refresh_from_db()
    jitter = random.uniform(-1, 1)  # noqa: S311 - spreads load, no secret
    _plan(parcel, next_ask(parcel.progress, since=parcel.since, now=now, jitter=jitter))


@transaction.atomic
def _claim_of(kind: str, adapter: Tracks, now: datetime) -> list[int]:
    """Under the budget's lock, so that two beats never claim the same parcel."""
    due = TrackedParcel.objects.filter(source=kind, next_poll_at__lte=now)
    if not due.exists():
        return []
    budget = _budget(kind, adapter, now)
    ids = list(
        due.order_by("next_poll_at").values_list("pk", flat=True)[: int(budget.tokens)]
    )
    TrackedParcel.objects.filter(pk__in=ids).update(next_poll_at=now + LEASE)
    budget.tokens -= len(ids)
    budget.save(update_fields=["tokens", "filled_at"])
    return ids


def _budget(kind: str, adapter: Tracks, now: datetime) -> PollBudget:
    """Locked and refilled."""
    rate = adapter.asks_per_minute
    most = max(rate * _BURST_MINUTES, 1.0)
    PollBudget.objects.get_or_create(
        source=kind, defaults={"tokens": most, "filled_at": now}
    )
    budget = PollBudget.objects.select_for_update().get(pk=kind)
    passed = max((now - budget.filled_at).total_seconds(), 0) / 60
    budget.tokens = min(budget.tokens + rate * passed, most)
    budget.filled_at = now
    return budget


def _pause(fault: CarrierFault) -> timedelta:
    if fault.kind is FaultKind.LIMIT and fault.retry_after is not None:
        return fault.retry_after
    if fault.kind in (FaultKind.AUTH, FaultKind.INPUT, FaultKind.PERMANENT):
        return _AFTER_REFUSAL
    return _AFTER_FAULT


def _plan(parcel: TrackedParcel, at: datetime | None) -> None:
    TrackedParcel.objects.filter(pk=parcel.pk).update(next_poll_at=at)
