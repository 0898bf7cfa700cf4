"""Writes to the plugin's own tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from retour_shop.client import RetourClient
from retour_shop.errors import RetourError
from retour_shop.platforms.oscar.conf import RetourSettings, retour_settings
from retour_shop.platforms.oscar.models import Connection, PushState
from retour_shop.retry import Action, RetryDecision, decide_retry


def mark_dirty(order_ids: Iterable[int], *, locale: str = "") -> None:
    """Note that these orders changed; a rejected or waiting one gets a new chance."""
    changes: dict[str, object] = {"locale": locale} if locale else {}
    for order_id in order_ids:
        if _count_up([order_id], changes):
            continue
        PushState.objects.bulk_create(
            [PushState(order_id=order_id)], ignore_conflicts=True
        )
        _count_up([order_id], changes)


def mark_existing_dirty(order_ids: Iterable[int]) -> None:
    _count_up(list(order_ids), {})


def mark_many_dirty(order_ids: list[int]) -> None:
    """The same for up to some hundreds at once, in two statements."""
    PushState.objects.bulk_create(
        [PushState(order_id=order_id) for order_id in order_ids], ignore_conflicts=True
    )
    _count_up(order_ids, {})


def _count_up(order_ids: list[int], changes: dict[str, object]) -> int:
    return PushState.objects.filter(order_id__in=order_ids).update(
        dirty=F("dirty") + 1,
        attempts=0,
        available_at=timezone.now(),
        rejected_at=None,
        **changes,
    )


def retry_rejected(order_id: int | None = None) -> int:
    """Send again what Retour refused: one order, or all. Returns how many."""
    rejected = PushState.objects.filter(rejected_at__isnull=False)
    if order_id is not None:
        rejected = rejected.filter(order_id=order_id)
    return rejected.update(
        dirty=F("dirty") + 1,
        attempts=0,
        available_at=timezone.now(),
        rejected_at=None,
    )


def new_client() -> RetourClient:
    conf = retour_settings()
    return RetourClient(base_url=conf.url, token=conf.token)


def connection_row() -> Connection:
    row, _created = Connection.objects.get_or_create(pk=1)
    return row


def resume_connection() -> None:
    """Try again at once, whatever the last answer was."""
    Connection.objects.filter(pk=1).update(stopped_reason="", retry_at=None, attempts=0)


def resume_if_reconfigured() -> None:
    """A stop belongs to the settings it happened with; new ones get a new chance."""
    current = _settings_fingerprint(retour_settings())
    if connection_row().fingerprint != current:
        Connection.objects.filter(pk=1).update(
            fingerprint=current,
            stopped_reason="",
            retry_at=None,
            attempts=0,
            last_error="",
        )


def record_failure(
    error: RetourError, *, now: datetime, jitter: float
) -> RetryDecision:
    row = connection_row()
    decision = decide_retry(error, attempts=row.attempts + 1, jitter=jitter)
    # What is refused for good must not be asked for again in the next second.
    delay = max(decision.delay, timedelta(seconds=30 if _is_final(decision) else 0))
    Connection.objects.filter(pk=1).update(
        attempts=F("attempts") + 1,
        retry_at=now + delay,
        last_error=decision.reason,
        stopped_reason=decision.reason if decision.action is Action.STOP else "",
    )
    return decision


def record_contact(*, now: datetime, pushed: bool = False) -> None:
    changes = {"push_at": now} if pushed else {}
    Connection.objects.filter(pk=1).update(
        contact_at=now,
        attempts=0,
        retry_at=None,
        last_error="",
        stopped_reason="",
        **changes,
    )


def learn_shop(client: RetourClient, *, now: datetime) -> Connection:
    """Ask Retour who we are; the answer makes links possible. Raises RetourError."""
    shop = client.shop()
    row = connection_row()
    if row.shop_key and row.shop_key != shop.key:
        # Another shop of Retour, or another Retour: its returns begin at the start.
        Connection.objects.filter(pk=1).update(returns_changed_after=None)
    Connection.objects.filter(pk=1).update(
        shop_key=shop.key, shop_name=shop.name, portal_url=shop.portal_url
    )
    record_contact(now=now)
    return connection_row()


def _is_final(decision: RetryDecision) -> bool:
    return decision.action is Action.GIVE_UP


def _settings_fingerprint(conf: RetourSettings) -> str:
    text = f"{conf.url}\n{conf.token}"
    return salted_hmac(
        "retour_shop.connection", text, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()
