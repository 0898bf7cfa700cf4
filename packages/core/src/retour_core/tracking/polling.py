"""Asking carriers that do not tell by themselves, within what they allow."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

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
# Of an account that asked too much, where its carrier does not say for how long.
_REST = timedelta(minutes=5)
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
        "parent", "label__account", "account", "tracker"
    ).get(pk=parcel_id)
    if parcel.next_poll_at is None:
        return
    limit, now = limit_of(**_whose(parcel)), timezone.now()
    # Without a next time, one whose answers are faults would be asked for ever.
    # Another one's answer may have told to wait since this one was claimed.
    due, resting = _next(parcel, now), _rests_until(limit, now)
    if due is None or resting is not None:
        _plan(parcel, resting if due else None)
        return
    try:
        told = news_of(parcel)
    except CarrierFault as fault:
        if limit is not None and fault.kind is FaultKind.LIMIT:
            _rest(limit, timezone.now() + (fault.retry_after or _REST))
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
    brand_id = parcel.parent.brand_id
    ingest(told.source, told.scans, received_at=now, brands=[brand_id])
    parcel.refresh_from_db()
    _plan(parcel, _next(parcel, now))


def _whose(parcel: TrackedParcel) -> dict[str, Any]:
    """The columns by which ``limit_of`` tells whose limit counts."""
    account, tracker = parcel.account, parcel.tracker
    return {
        "source": parcel.source,
        "label__account": parcel.label.account_id if parcel.label else None,
        "account": parcel.account_id,
        "account__kind": account.kind if account else None,
        "tracker": parcel.tracker_id,
        "tracker__kind": tracker.kind if tracker else None,
    }


def _rests_until(limit: Limit | None, now: datetime) -> datetime | None:
    """``None`` where nobody told to wait."""
    kept = PollBudget.objects.filter(pk=limit.key if limit else "", rests_until__gt=now)
    return kept.values_list("rests_until", flat=True).first()


def _rest(limit: Limit, until: datetime) -> None:
    """Nobody of the account is asked about before."""
    PollBudget.objects.filter(pk=limit.key).update(rests_until=until)


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
    if budget.rests_until is not None and budget.rests_until > now:
        budget.tokens = 0
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
