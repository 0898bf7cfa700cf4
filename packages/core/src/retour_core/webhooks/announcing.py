"""Entries of the timeline become messages, in the transaction that writes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from retour_core.brands.models import Brand
from retour_core.domain.states import ReturnState
from retour_core.outbox.operations import put
from retour_core.returns.models import ReturnEvent
from retour_core.webhooks.events import event_types
from retour_core.webhooks.models import DeliveryState, WebhookDelivery
from retour_core.withdrawals.models import Withdrawal


def return_moved(instance: ReturnEvent, *, created: bool, **_kwargs: Any) -> None:
    if not created or _was_nobodys(instance):
        return
    types = event_types(instance.kind, instance.from_state, instance.data)
    if types:
        _announce(
            instance.parent.brand,
            types,
            key=f"event-{instance.pk}",
            at=instance.at,
            ret_id=instance.parent_id,
        )


def _was_nobodys(event: ReturnEvent) -> bool:
    """A label in the box that ran out: there never was a return to tell of."""
    is_end = event.to_state == ReturnState.EXPIRED
    return is_end and event.from_state == ReturnState.DRAFT


def withdrawal_came(instance: Withdrawal, *, created: bool, **_kwargs: Any) -> None:
    if created:
        _announce(
            instance.brand,
            ["withdrawal.received"],
            key=f"withdrawal-{instance.pk}",
            at=instance.submitted_at,
            withdrawal_id=instance.pk,
        )


def enqueue(delivery: WebhookDelivery) -> None:
    """Have a message carried out; in the transaction that makes or frees it."""
    put("webhook", {"delivery_id": delivery.pk})


def _announce(
    brand: Brand, types: list[str], *, key: str, at: datetime, **about: int
) -> None:
    """One query where a brand has no endpoint; none where they were prefetched."""
    for endpoint in brand.webhook_endpoints.all():
        for event_type in types:
            if not endpoint.wants(event_type):
                continue
            state = DeliveryState.HELD if endpoint.pause else DeliveryState.PENDING
            delivery = WebhookDelivery.objects.create(
                endpoint=endpoint,
                event_type=event_type,
                event_key=key,
                happened_at=at,
                state=state,
                **about,
            )
            if state == DeliveryState.PENDING:
                enqueue(delivery)
