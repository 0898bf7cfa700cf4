"""From a carrier's message over the web to a return that moved."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.tracking import secrets
from retour_core.tracking.hooks import LARGEST_BODY
from retour_core.tracking.messages import forget
from retour_core.tracking.models import TrackingEvent, TrackingMessage
from tests.core.tracking.scanned import NUMBER, followed, ready, state_of

pytestmark = pytest.mark.django_db

SECRETS = {("sendcloud", "main"): ("new-key", "old-key")}
NEWS = {
    "action": "parcel_status_changed",
    "carrier_status_change_timestamp": 1795176000,
    "parcel": {"tracking_number": NUMBER, "status": {"id": 22, "message": "Taken"}},
}


@pytest.fixture(autouse=True)
def _secrets() -> Iterator[None]:
    before = secrets._LOOKUP[0]
    secrets.use(lambda source, account: SECRETS.get((source, account), ()))
    yield
    secrets.use(before)


def push(
    client: Client,
    body: bytes,
    *,
    key: str = "new-key",
    account: str = "main",
    source: str = "sendcloud",
) -> Any:
    signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return client.post(
        f"/hooks/tracking/{source}/{account}",
        body,
        content_type="application/json",
        headers={"Sendcloud-Signature": signature},
    )


def drain() -> None:
    for message in OutboxMessage.objects.filter(kind="tracking", done_at=None):
        deliver(message.pk)


def nothing_kept() -> bool:
    return not TrackingMessage.objects.exists() and not TrackingEvent.objects.exists()


def test_a_signed_message_moves_the_return(client: Client) -> None:
    ret = followed().parent
    answer = push(client, json.dumps(NEWS).encode())
    assert (answer.status_code, answer.json()) == (200, {"taken": True, "new": True})
    assert state_of(ret) == "ready"  # the carrier does not wait for it

    drain()

    assert state_of(ret) == "in_transit"
    assert TrackingEvent.objects.get().message == TrackingMessage.objects.get()


def test_the_message_is_kept_to_the_byte(client: Client) -> None:
    body = json.dumps(NEWS, indent=3).encode() + b"\n"
    push(client, body)
    assert bytes(TrackingMessage.objects.get().body) == body


def test_while_a_secret_is_changed_both_hold(client: Client) -> None:
    answers = [
        push(client, json.dumps(NEWS).encode(), key=key)
        for key in SECRETS["sendcloud", "main"]
    ]
    assert [answer.status_code for answer in answers] == [200, 200]


def test_a_message_played_back_is_answered_and_not_kept_again(client: Client) -> None:
    body = json.dumps(NEWS).encode()
    push(client, body)
    drain()
    answer = push(client, body)
    assert (answer.status_code, answer.json()) == (200, {"taken": True, "new": False})
    assert TrackingMessage.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="tracking").count() == 1


def test_news_of_a_parcel_nobody_knows_is_kept_for_later(client: Client) -> None:
    assert push(client, json.dumps(NEWS).encode()).status_code == 200
    drain()
    ret = ready()
    followed(ret)
    assert state_of(ret) == "in_transit"


@pytest.mark.parametrize("key", ["", "other-key"])
def test_a_stranger_is_turned_away_and_leaves_nothing(client: Client, key: str) -> None:
    answer = push(client, json.dumps(NEWS).encode(), key=key)
    assert answer.status_code == 401
    assert nothing_kept()


def test_without_a_signature_nothing_is_kept(client: Client) -> None:
    answer = client.post(
        "/hooks/tracking/sendcloud/main", b"{}", content_type="application/json"
    )
    assert answer.status_code == 401
    assert nothing_kept()


def test_a_message_signed_for_another_body_is_turned_away(client: Client) -> None:
    body = json.dumps(NEWS).encode()
    signature = hmac.new(b"new-key", body, hashlib.sha256).hexdigest()
    answer = client.post(
        "/hooks/tracking/sendcloud/main",
        body.replace(b"22", b"11"),
        content_type="application/json",
        headers={"Sendcloud-Signature": signature},
    )
    assert answer.status_code == 401
    assert nothing_kept()


@pytest.mark.parametrize(
    ("source", "account"),
    [("sendcloud", "other"), ("aftership", "main"), ("nobody", "main")],
)
def test_an_address_nobody_was_given_is_not_there(
    client: Client, source: str, account: str
) -> None:
    answer = push(client, b"{}", source=source, account=account)
    assert answer.status_code == 404
    assert nothing_kept()


def test_a_body_no_carrier_sends_is_refused(client: Client) -> None:
    answer = push(client, b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert nothing_kept()


def test_the_largest_body_is_taken(client: Client) -> None:
    assert push(client, b"x" * LARGEST_BODY).status_code == 200


def test_only_a_push_is_answered(client: Client) -> None:
    answer: HttpResponse = client.get("/hooks/tracking/sendcloud/main")
    assert answer.status_code == 405


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b"[" * 100_000, b'{"action": "parcel_status_changed"}'],
)
def test_what_cannot_be_read_is_kept_and_shown(client: Client, body: bytes) -> None:
    assert push(client, body).status_code == 200
    drain()
    message = TrackingMessage.objects.get()
    assert message.failure.startswith("The message cannot be read: ")
    assert OutboxMessage.objects.get(kind="tracking").dead_at is not None


def test_old_messages_lose_their_bodies_and_keep_their_scans(client: Client) -> None:
    push(client, json.dumps(NEWS).encode())
    push(client, json.dumps({"action": "integration_updated"}).encode())
    drain()
    now = timezone.now()

    assert forget(now=now + timedelta(days=89)) == 0
    assert forget(now=now + timedelta(days=91)) == 2

    assert bytes(TrackingMessage.objects.get().body) == b""
    assert TrackingEvent.objects.count() == 1
    assert forget(now=now + timedelta(days=91)) == 0
