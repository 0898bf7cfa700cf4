"""Carrying a message out: attempts over three days, then the endpoint is paused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import put
from retour_core.outbox.registry import TryLater, Undeliverable
from retour_core.webhooks.bodies import body_of
from retour_core.webhooks.models import (
    DeliveryState,
    Pause,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from retour_core.webhooks.sending import Answer, post

# After attempt n, so the last begins 75 hours and 35 minutes after the first.
WAITS = [
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
]  # fmt: skip
PATIENCE = timedelta(days=3)


def send_webhook(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``webhook`` message of the outbox. The receiver's key is the
    delivery's own, the same when replayed."""
    delivery = (
        WebhookDelivery.objects.select_related("endpoint", "endpoint__brand")
        .filter(pk=payload["delivery_id"], state=DeliveryState.PENDING)
        .first()
    )
    if delivery is None:
        return None
    if delivery.endpoint.pause:
        return partial(_hold, delivery.pk)
    answer = attempt(delivery)
    if answer.is_taken:
        return partial(_delivered, delivery, answer)
    _note_failure(delivery, answer)
    tried = _tries(delivery, message_id)
    if answer.is_gone or tried > len(WAITS):
        raise Undeliverable(_told(answer))
    # Who asks for less than the schedule would be given up within minutes.
    wait = max(WAITS[tried - 1], answer.retry_after or timedelta(0))
    raise TryLater(_told(answer), after=wait)


def _tries(delivery: WebhookDelivery, message_id: int) -> int:
    """Since it was last put into the outbox: a replay has all of them again."""
    begun = OutboxMessage.objects.values_list("created_at", flat=True)
    return delivery.attempts.filter(at__gte=begun.get(pk=message_id)).count()


def attempt(delivery: WebhookDelivery) -> Answer:
    """One POST of the message, whose bytes are fixed by the first."""
    if not delivery.body:
        delivery.body = body_of(delivery)
        WebhookDelivery.objects.filter(pk=delivery.pk, body="").update(
            body=delivery.body
        )
    endpoint = delivery.endpoint
    return post(
        endpoint.url,
        delivery.body,
        message_id=delivery.message_id,
        keys=_keys(endpoint),
    )


def delivery_given_up(payload: dict[str, Any], _reason: str) -> None:
    WebhookDelivery.objects.filter(
        pk=payload["delivery_id"], state=DeliveryState.PENDING
    ).update(state=DeliveryState.FAILED, finished_at=timezone.now())


def _keys(endpoint: WebhookEndpoint) -> list[str]:
    keys = [str(endpoint.secret.open())]
    until = endpoint.former_until
    if endpoint.former_secret and until is not None and until > timezone.now():
        keys.append(str(endpoint.former_secret.open()))
    return keys


def _hold(delivery_id: int) -> None:
    WebhookDelivery.objects.filter(pk=delivery_id, state=DeliveryState.PENDING).update(
        state=DeliveryState.HELD
    )


def _delivered(delivery: WebhookDelivery, answer: Answer) -> None:
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.DELIVERED, finished_at=timezone.now()
    )
    WebhookEndpoint.objects.filter(
        pk=delivery.endpoint_id, failing_since__isnull=False
    ).update(failing_since=None)
    write_attempt(delivery, answer)


@transaction.atomic
def _note_failure(delivery: WebhookDelivery, answer: Answer) -> None:
    """Written at once, whatever becomes of the message; pauses whom nothing reaches."""
    write_attempt(delivery, answer)
    endpoint = WebhookEndpoint.objects.select_for_update().get(pk=delivery.endpoint_id)
    now = timezone.now()
    if endpoint.failing_since is None:
        endpoint.failing_since = now
    reason = _pause_for(answer, now - endpoint.failing_since)
    if reason and not endpoint.pause:
        endpoint.pause = reason
        put("webhook_paused", {"endpoint_id": endpoint.pk})
    endpoint.save(update_fields=["failing_since", "pause"])


def _pause_for(answer: Answer, failing_for: timedelta) -> str:
    if answer.is_gone:
        return Pause.GONE
    return Pause.FAILING if failing_for >= PATIENCE else ""


def write_attempt(delivery: WebhookDelivery, answer: Answer) -> None:
    WebhookAttempt.objects.create(
        delivery=delivery,
        at=timezone.now(),
        status=answer.status,
        milliseconds=answer.milliseconds,
        answer=answer.text,
    )


def _told(answer: Answer) -> str:
    if answer.status is None:
        return answer.text
    return f"The endpoint answered {answer.status}: {answer.text}"
