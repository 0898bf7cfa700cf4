"""Messages in, claimed, done (DESIGN §11). The rows are the truth, Celery the wire."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.nudging import nudge_on_commit
from retour_core.outbox.registry import (
    TryLater,
    Undeliverable,
    announce_death,
    delivery_for,
)

FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(hours=1)
_FORGOTTEN_AT_ONCE = 500
MAX_ATTEMPTS = 60  # with these delays between one and two days
_NEVER_TOLD = "No worker lived to say why."


def put(
    kind: str,
    payload: dict[str, Any],
    *,
    dedupe_key: str | None = None,
    after: timedelta = timedelta(0),
) -> OutboxMessage:
    """Write a message; call inside the transaction of the fact it announces.

    It is delivered ``after`` that time, not before. A second call with the same
    ``dedupe_key`` returns the first message.
    """
    told = {"kind": kind, "payload": payload, "available_at": timezone.now() + after}
    if dedupe_key is None:
        message, is_new = OutboxMessage.objects.create(**told), True
    else:
        message, is_new = OutboxMessage.objects.get_or_create(
            dedupe_key=dedupe_key, defaults=told
        )
    if is_new:
        nudge_on_commit()
    return message


def put_all(messages: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Many at once, each a kind and its payload; as ``put`` without a key."""
    now = timezone.now()
    rows = [
        OutboxMessage(kind=kind, payload=payload, available_at=now)
        for kind, payload in messages
    ]
    if rows:
        OutboxMessage.objects.bulk_create(rows)
        nudge_on_commit()


def claim(limit: int, *, now: datetime) -> list[int]:
    """Lease up to ``limit`` due messages and return their ids.

    Two drains never get the same message: rows are locked and skipped on
    PostgreSQL; SQLite has one writer.
    """
    with transaction.atomic():
        due = OutboxMessage.objects.filter(
            done_at=None, dead_at=None, available_at__lte=now
        ).order_by("available_at")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:limit])
        OutboxMessage.objects.filter(pk__in=ids).update(available_at=now + _lease())
    return ids


def deliver(message_id: int) -> None:
    """Carry out one message; harmless when it is already done or delivered twice.

    The effect in this database and ``done_at`` are saved together, so a crash in
    between repeats the outside call with the same idempotency key.
    """
    message = _taken_up(message_id)
    if message is None:
        return
    if message.attempts > MAX_ATTEMPTS:
        _give_up(message, message.last_error or _NEVER_TOLD)
        return
    try:
        effect = delivery_for(message.kind)(message.payload, message_id=message.pk)
        _finish(message, effect)
    except Undeliverable as error:
        _give_up(message, str(error))
    except Exception as error:  # noqa: BLE001 - whatever broke, the row must survive it
        _postpone(message, error)


def forget(*, before: datetime) -> int:
    """Delete what was done before then: payloads name customers and their addresses.

    A message with a key stays, without its payload, for nothing is announced twice;
    what was given up stays until staff have seen to it. Says how many rows changed.
    """
    done = OutboxMessage.objects.filter(done_at__lt=before)
    keyless = done.filter(dedupe_key=None)
    kept = done.exclude(dedupe_key=None).exclude(payload={})
    deleted = _in_parts(keyless, lambda rows: rows.delete()[0])
    return deleted + _in_parts(kept, lambda rows: rows.update(payload={}))


def _in_parts(
    rows: QuerySet[OutboxMessage], change: Callable[[QuerySet[OutboxMessage]], int]
) -> int:
    """Few enough at once for others to write meanwhile; says how many changed."""
    changed = last = 0
    ordered = rows.order_by("pk").values_list("pk", flat=True)
    while keys := list(ordered.filter(pk__gt=last)[:_FORGOTTEN_AT_ONCE]):
        changed += change(OutboxMessage.objects.filter(pk__in=keys))
        last = keys[-1]
    return changed


def revive(message_id: int) -> None:
    """Try a dead message again from its first attempt."""
    OutboxMessage.objects.filter(pk=message_id, done_at=None).update(
        dead_at=None, attempts=0, available_at=timezone.now()
    )
    nudge_on_commit()


def _taken_up(message_id: int) -> OutboxMessage | None:
    """Its try is counted as it begins, for one that kills its worker ends at no other
    place; not as it is claimed, for waiting in a long queue is no failure."""
    open_ = OutboxMessage.objects.filter(pk=message_id, done_at=None, dead_at=None)
    if not open_.update(attempts=F("attempts") + 1):
        return None
    return open_.first()


def _lease() -> timedelta:
    # Settings keep it longer than a task may run, so one message has one worker.
    seconds: int = settings.RETOUR_OUTBOX_LEASE_SECONDS
    return timedelta(seconds=seconds)


def _finish(message: OutboxMessage, effect: Callable[[], None] | None) -> None:
    with transaction.atomic():
        won = OutboxMessage.objects.filter(pk=message.pk, done_at=None).update(
            done_at=timezone.now(), last_error=""
        )
        if won and effect is not None:
            effect()


def _postpone(message: OutboxMessage, error: Exception) -> None:
    reason = _kept(f"{type(error).__name__}: {error}")
    if message.attempts >= MAX_ATTEMPTS:
        _give_up(message, reason)
        return
    after = error.after if isinstance(error, TryLater) else None
    delay = after or _back_off(message.attempts)
    OutboxMessage.objects.filter(pk=message.pk, done_at=None).update(
        available_at=timezone.now() + delay, last_error=reason
    )


def _give_up(message: OutboxMessage, reason: str) -> None:
    reason = _kept(reason)
    with transaction.atomic():
        died = OutboxMessage.objects.filter(
            pk=message.pk, done_at=None, dead_at=None
        ).update(dead_at=timezone.now(), last_error=reason)
        if died:
            announce_death(message.kind, message.payload, reason)


def _kept(reason: str) -> str:
    """As PostgreSQL can keep it: others' words may have a NUL in them."""
    return reason.replace("\0", "")


def _back_off(attempts: int) -> timedelta:
    ceiling = min(FIRST_DELAY * 2.0 ** min(attempts, 12), LONGEST_DELAY)
    return ceiling * random.uniform(0.5, 1)  # noqa: S311 - jitter, not a secret
