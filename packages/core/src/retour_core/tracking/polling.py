"""Asking carriers that do not tell by themselves, within what they allow."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.domain.tracking.asking import next_ask
from retour_core.tracking.asked import Limit, limit_of, news_of
from retour_core.tracking.models import PollBudget, TrackedParcel
from retour_core.tracking.operations import ingest

_OF_NUMBERS = ("account", "account__kind", "tracker", "tracker__kind")
# How long a claimed parcel is left to the task that asks; longer than a task may run.
LEASE = timedelta(minutes=10)
PATIENCE = 60  # seconds a task may wait in the broker
# Unused questions do not pile up for longer than this.
_BURST_MINUTES = 2
_AFTER_FAULT = timedelta(hours=1)
# A wrong password does not become right by asking.
_AFTER_REFUSAL = timedelta(hours=6)


def claim(*, now: datetime) -> list[int]:
    """The parcels to ask for now, of each account as many as its budget has left."""
    claimed = []
    due = TrackedParcel.objects.filter(next_poll_at__lte=now)
    waiting = due.order_by().values("source", "label__account", *_OF_NUMBERS).distinct()
    for whose in list(waiting):
        limit = limit_of(**whose)
        if limit is not None:
            claimed += _claim_of(limit, due.filter(**whose), now)
    return claimed


def ask(parcel_id: int) -> None:
    """Ask about one parcel, take in the answer and plan the next time."""
    parcel = TrackedParcel.objects.select_related(
        "label__account", "account", "tracker"
    ).get(pk=parcel_id)
    if parcel.next_poll_at is None:
        return
    if _next(parcel, timezone.now()) is None:
        # Else one whose answers are faults would be asked for ever.
        _plan(parcel, None)
        return
    try:
        told = news_of(parcel)
    except CarrierFault as fault:
        _plan(parcel, timezone.now() + _pause(fault), trouble=str(fault))
        return
    except ImproperlyConfigured:
        _plan(parcel, timezone.now() + _AFTER_REFUSAL)
        return
    except ValueError:  # not what this carrier answers; it may be down
        _plan(parcel, timezone.now() + _AFTER_FAULT)
        return
    if told is None:
        _plan(parcel, None)
        return
    now = timezone.now()
    ingest(told.source, told.scans, received_at=now)
    parcel.refresh_from_db()
    _plan(parcel, _next(parcel, now))


def _next(parcel: TrackedParcel, now: datetime) -> datetime | None:
    jitter = random.uniform(-1, 1)  # noqa: S311 - spreads load, no secret
    return next_ask(parcel.progress, since=parcel.since, now=now, jitter=jitter)


@transaction.atomic
def take_turn(kind: str, account_id: int | None, *, now: datetime) -> bool:
    """One question of an account's budget for what is no parcel; False if there is
    none left now."""
    limit = limit_of(source=kind, label__account=account_id)
    if limit is None:
        return True
    budget = _budget(limit, now)
    if budget.tokens < 1:
        return False
    budget.tokens -= 1
    budget.save(update_fields=["tokens", "filled_at"])
    return True


@transaction.atomic
def _claim_of(limit: Limit, due: QuerySet[TrackedParcel], now: datetime) -> list[int]:
    """Under the budget's lock, so that two beats never claim the same parcel."""
    budget = _budget(limit, now)
    ids = list(
        due.order_by("next_poll_at").values_list("pk", flat=True)[: int(budget.tokens)]
    )
    TrackedParcel.objects.filter(pk__in=ids).update(next_poll_at=now + LEASE)
    budget.tokens -= len(ids)
    budget.save(update_fields=["tokens", "filled_at"])
    return ids


def _budget(limit: Limit, now: datetime) -> PollBudget:
    """Locked and refilled."""
    per_minute = limit.asks_per_minute
    most = max(per_minute * _BURST_MINUTES, 1.0)
    PollBudget.objects.get_or_create(
        source=limit.key, defaults={"tokens": most, "filled_at": now}
    )
    budget = PollBudget.objects.select_for_update().get(pk=limit.key)
    passed = max((now - budget.filled_at).total_seconds(), 0) / 60
    budget.tokens = min(budget.tokens + per_minute * passed, most)
    budget.filled_at = now
    return budget


def _pause(fault: CarrierFault) -> timedelta:
    if fault.kind is FaultKind.LIMIT and fault.retry_after is not None:
        return fault.retry_after
    if fault.kind in (FaultKind.AUTH, FaultKind.INPUT, FaultKind.PERMANENT):
        return _AFTER_REFUSAL
    return _AFTER_FAULT


def _plan(parcel: TrackedParcel, at: datetime | None, *, trouble: str = "") -> None:
    TrackedParcel.objects.filter(pk=parcel.pk).update(
        next_poll_at=at, trouble=trouble[:255]
    )
