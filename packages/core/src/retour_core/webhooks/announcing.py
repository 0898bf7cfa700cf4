"""Entries of the timeline become messages, in the transaction that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from retour_core.brands.models import Brand
from retour_core.outbox.operations import put_all
from retour_core.returns.models import ReturnEvent
from retour_core.webhooks.events import event_types
from retour_core.webhooks.models import DeliveryState, WebhookDelivery
from retour_core.withdrawals.models import Withdrawal


def timeline_written(events: Sequence[ReturnEvent], **_kwargs: Any) -> None:
    _announce(message for event in events for message in _of_return(event))


def _of_return(event: ReturnEvent) -> Iterable[WebhookDelivery]:
    types = event_types(event.kind, event.from_state, event.data)
    if not types:
        return ()
    return _messages(
        event.parent.brand,
        types,
        key=f"event-{event.pk}",
        at=event.at,
        ret_id=event.parent_id,
    )


def withdrawal_came(instance: Withdrawal, *, created: bool, **_kwargs: Any) -> None:
    if created:
        messages = _messages(
            instance.brand,
            ["withdrawal.received"],
            key=f"withdrawal-{instance.pk}",
            at=instance.submitted_at,
            withdrawal_id=instance.pk,
        )
        _announce(messages)


def enqueue(deliveries: Iterable[WebhookDelivery]) -> None:
    """Have messages carried out; in the transaction that makes or frees them."""
    put_all(("webhook", {"delivery_id": delivery.pk}) for delivery in deliveries)


def _messages(
    brand: Brand, types: list[str], *, key: str, at: datetime, **about: int
) -> Iterator[WebhookDelivery]:
    """One query where they were not prefetched."""
    for endpoint in brand.webhook_endpoints.all():
        for event_type in types:
            if endpoint.wants(event_type):
                yield WebhookDelivery(
                    endpoint=endpoint,
                    event_type=event_type,
                    event_key=key,
                    happened_at=at,
                    state=DeliveryState.HELD
                    if endpoint.pause
                    else DeliveryState.PENDING,
                    **about,
                )


def _announce(messages: Iterable[WebhookDelivery]) -> None:
    made = WebhookDelivery.objects.bulk_create(list(messages))
    enqueue(one for one in made if one.state == DeliveryState.PENDING)
