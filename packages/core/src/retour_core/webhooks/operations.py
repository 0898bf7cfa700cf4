"""What staff do with endpoints and their messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.encryption import Sealed
from retour_core.webhooks.addresses import checked_address
from retour_core.webhooks.announcing import enqueue
from retour_core.webhooks.delivering import attempt, write_attempt
from retour_core.webhooks.events import EVENT_TYPES, TEST_EVENT
from retour_core.webhooks.models import (
    DeliveryState,
    Pause,
    WebhookDelivery,
    WebhookEndpoint,
)
from retour_core.webhooks.sending import Answer
from retour_core.webhooks.signature import new_secret

KEPT = timedelta(days=30)
TWO_SECRETS = timedelta(hours=24)
_MOST_ENDPOINTS = 10


class TooManyEndpoints(DomainError):
    """A brand has ten webhooks at most; remove one that is not needed any more."""

    code = "too_many_webhooks"


class EndpointExists(DomainError):
    """This address is told already; change its webhook instead."""

    code = "webhook_exists"


class UnknownEvent(DomainError):
    """Retour knows no event of this name."""

    code = "webhook_event_unknown"


@transaction.atomic
def add_endpoint(
    brand: Brand, url: str, *, events: Sequence[str] = (), description: str = ""
) -> tuple[WebhookEndpoint, str]:
    """The endpoint and its secret, which is shown this once.

    Raises ``TooManyEndpoints``, ``EndpointExists``, ``UnknownEvent`` or what
    ``checked_address`` does.
    """
    Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    if brand.webhook_endpoints.count() >= _MOST_ENDPOINTS:
        raise TooManyEndpoints
    secret = new_secret()
    endpoint = WebhookEndpoint(brand=brand, secret=Sealed.of(secret))
    _write(endpoint, url, events, description)
    endpoint.save()
    return endpoint, secret


@transaction.atomic
def change_endpoint(
    endpoint: WebhookEndpoint, url: str, *, events: Sequence[str], description: str
) -> WebhookEndpoint:
    """Messages under way go to the new address. Raises like ``add_endpoint``."""
    Brand.objects.select_for_update(no_key=True).get(pk=endpoint.brand_id)
    locked = _locked(endpoint.pk)
    _write(locked, url, events, description)
    locked.save(update_fields=["url", "events", "description"])
    return locked


@transaction.atomic
def renew_secret(endpoint: WebhookEndpoint) -> str:
    """A new secret, shown this once; the former signs along for 24 hours."""
    locked = _locked(endpoint.pk)
    secret = new_secret()
    locked.former_secret = locked.secret
    locked.former_until = timezone.now() + TWO_SECRETS
    locked.secret = Sealed.of(secret)
    locked.save(update_fields=["secret", "former_secret", "former_until"])
    return secret


@transaction.atomic
def pause(endpoint: WebhookEndpoint) -> None:
    """Messages are held from now on, also those under way."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk, pause="").update(
        pause=Pause.BY_STAFF
    )


@transaction.atomic
def resume(endpoint: WebhookEndpoint) -> int:
    """Send again, first of all what was held; says how many those are."""
    locked = _locked(endpoint.pk)
    locked.pause, locked.failing_since = "", None
    locked.save(update_fields=["pause", "failing_since"])
    held = list(locked.deliveries.filter(state=DeliveryState.HELD).order_by("pk"))
    for delivery in held:
        _send_again(delivery)
    return len(held)


@transaction.atomic
def replay(delivery: WebhookDelivery) -> None:
    """Send a finished message again: the same bytes under the same id."""
    locked = WebhookDelivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != DeliveryState.PENDING:
        _send_again(locked)


@transaction.atomic
def replay_failed(endpoint: WebhookEndpoint, *, since: datetime) -> int:
    """Send again what failed since then; says how many those are."""
    failed = endpoint.deliveries.select_for_update().filter(
        state=DeliveryState.FAILED, happened_at__gte=since
    )
    found = list(failed.order_by("pk"))
    for delivery in found:
        _send_again(delivery)
    return len(found)


def send_test(endpoint: WebhookEndpoint) -> Answer:
    """One ``endpoint.test`` message, now and only once, whatever the answer."""
    now = timezone.now()
    delivery = WebhookDelivery.objects.create(
        endpoint=endpoint,
        event_type=TEST_EVENT,
        event_key=f"test-{now.timestamp()}",
        happened_at=now,
        state=DeliveryState.FAILED,
    )
    answer = attempt(delivery)
    with transaction.atomic():
        write_attempt(delivery, answer)
        WebhookDelivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.DELIVERED if answer.is_taken else DeliveryState.FAILED,
            finished_at=timezone.now(),
        )
    return answer


def forget_old_messages(*, now: datetime) -> int:
    """Delete what is older than 30 days and not under way; it names customers."""
    old = WebhookDelivery.objects.filter(happened_at__lt=now - KEPT)
    deleted, _ = old.exclude(state=DeliveryState.PENDING).delete()
    return deleted


def _send_again(delivery: WebhookDelivery) -> None:
    delivery.state, delivery.finished_at = DeliveryState.PENDING, None
    delivery.save(update_fields=["state", "finished_at"])
    enqueue([delivery])


def _locked(endpoint_id: int) -> WebhookEndpoint:
    return WebhookEndpoint.objects.select_for_update().get(pk=endpoint_id)


def _write(
    endpoint: WebhookEndpoint, url: str, events: Sequence[str], description: str
) -> None:
    unknown = [name for name in events if name not in EVENT_TYPES]
    if unknown:
        raise UnknownEvent(event=unknown[0])
    endpoint.url = checked_address(
        url, plain_loopback=settings.RETOUR_WEBHOOKS_TO_LOOPBACK
    )
    others = WebhookEndpoint.objects.filter(brand=endpoint.brand_id, url=endpoint.url)
    if others.exclude(pk=endpoint.pk).exists():
        raise EndpointExists
    endpoint.events = sorted(events)
    endpoint.description = description
