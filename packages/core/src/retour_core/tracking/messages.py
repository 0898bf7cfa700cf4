"""Messages kept as they came, and read afterwards by the outbox."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from retour_core.domain.tracking.sources import READERS
from retour_core.outbox.operations import put
from retour_core.outbox.registry import Undeliverable
from retour_core.tracking.models import TrackingEvent, TrackingHook, TrackingMessage
from retour_core.tracking.operations import ingest

# Bodies carry names and addresses; what is needed of them later are the scans.
KEEP_BODIES = timedelta(days=90)


def take_in(source: str, account: str, body: bytes, *, received_at: datetime) -> bool:
    """Keep a message whose signature held, to be read by the outbox.

    False if the same one is here already, say sent again by the carrier or played back
    by a stranger: then nothing is written.
    """
    digest = hashlib.sha256(body).hexdigest()
    key = {"source": source, "account": account, "digest": digest}
    if TrackingMessage.objects.filter(**key).exists():
        return False
    try:
        with transaction.atomic():
            message = TrackingMessage.objects.create(
                **key, body=body, received_at=received_at
            )
            # Now: whoever closes the address, or gives it to others, changes nothing
            # of what came through it before.
            put("tracking", {"message_id": message.pk, "brands": _scope(account)})
    except IntegrityError:
        return False
    return True


def _scope(account: str) -> list[int] | None:
    """The brands an address may speak for; ``None``: all, [] once it is closed."""
    hook = TrackingHook.objects.filter(account=account).first()
    if hook is not None and hook.is_for_all:
        return None
    return sorted(brand.pk for brand in hook.brands.all()) if hook else []


def read_message(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``tracking`` row: the scans of a message, kept and followed."""
    del message_id
    message = TrackingMessage.objects.get(pk=payload["message_id"])
    try:
        news = json.loads(bytes(message.body))
        scans = READERS[message.source](news)
    except (ValueError, RecursionError) as error:
        raise Undeliverable(f"The message cannot be read: {error}") from error
    ingest(
        message.source,
        scans,
        received_at=message.received_at,
        message=message,
        brands=payload["brands"],
    )
    return None


def message_given_up(payload: dict[str, Any], reason: str) -> None:
    TrackingMessage.objects.filter(pk=payload["message_id"]).update(
        failure=reason[:255]
    )


def forget(*, now: datetime) -> int:
    """Drop what is old: bodies that led to scans, whole messages that led to none."""
    old = TrackingMessage.objects.filter(received_at__lt=now - KEEP_BODIES)
    # Not by a list of all scans' messages, which PostgreSQL reads again for each row
    # once it is too long to be hashed.
    told = TrackingEvent.objects.filter(message=OuterRef("pk"))
    dropped, _ = old.filter(~Exists(told)).delete()
    return dropped + old.exclude(body=b"").update(body=b"")
