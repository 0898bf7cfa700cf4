"""From a carrier's message over the web to a return that moved."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from retour_core.domain.errors import DomainError
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.tracking.addresses import (
    address_of,
    address_with_secret,
    change_secret,
    close_hook,
    open_hook,
    path_of,
    secrets_of,
)
from retour_core.tracking.hooks import LARGEST_BODY
from retour_core.tracking.messages import forget
from retour_core.tracking.models import TrackingEvent, TrackingHook, TrackingMessage
from retour_core.tracking.queries import parcels_of
from tests.core.tracking.scanned import NUMBER, followed, ready, state_of
from tests.factories import make_brand

pytestmark = pytest.mark.django_db

KEY = "the-secret-key"
NEWS = {
    "action": "parcel_status_changed",
    "carrier_status_change_timestamp": 1795176000,
    "parcel": {"tracking_number": NUMBER, "status": {"id": 22, "message": "Taken"}},
}


@pytest.fixture
def address() -> TrackingHook:
    return open_hook("sendcloud", "Main", KEY, brands=None)


def push(
    client: Client, address: TrackingHook | str, body: bytes, *, key: str = KEY
) -> Any:
    signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return client.post(
        address if isinstance(address, str) else path_of(address),
        body,
        content_type="application/json",
        headers={"Sendcloud-Signature": signature},
    )


def drain() -> None:
    for message in OutboxMessage.objects.filter(kind="tracking", done_at=None):
        deliver(message.pk)


def nothing_kept() -> bool:
    return not TrackingMessage.objects.exists() and not TrackingEvent.objects.exists()


def test_a_signed_message_moves_the_return(
    client: Client, address: TrackingHook
) -> None:
    ret = followed().parent
    answer = push(client, address, json.dumps(NEWS).encode())
    assert (answer.status_code, answer.json()) == (200, {"taken": True, "new": True})
    assert state_of(ret) == "ready"  # the carrier does not wait for it

    drain()

    assert state_of(ret) == "in_transit"


def test_an_address_of_another_brand_moves_no_return_of_this_one(
    client: Client,
) -> None:
    ret = followed().parent
    strange = open_hook("sendcloud", "Theirs", KEY, brands=[make_brand("other")])
    own = open_hook("sendcloud", "Ours", KEY, brands=[ret.brand])
    body = json.dumps(NEWS).encode()

    assert push(client, strange, body).status_code == 200
    close_hook(strange)
    drain()
    assert state_of(ret) == "ready"
    assert [one.told for one in parcels_of(ret)] == [[]]

    # What came first does not keep the same news out.
    assert push(client, own, body).status_code == 200
    drain()
    assert state_of(ret) == "in_transit"
    assert [len(one.told) for one in parcels_of(ret)] == [1]


def test_an_address_without_a_brand_any_more_tells_of_none(client: Client) -> None:
    ret = followed().parent
    hook = open_hook("sendcloud", "Gone", KEY, brands=[make_brand("other")])
    hook.brands.clear()
    push(client, hook, json.dumps(NEWS).encode())
    drain()
    assert state_of(ret) == "ready"
    assert TrackingEvent.objects.get().message == TrackingMessage.objects.get()


def test_the_message_is_kept_to_the_byte(client: Client, address: TrackingHook) -> None:
    body = json.dumps(NEWS, indent=3).encode() + b"\n"
    push(client, address, body)
    assert bytes(TrackingMessage.objects.get().body) == body


def test_while_a_secret_is_changed_both_hold_for_a_week(
    client: Client, address: TrackingHook
) -> None:
    now = timezone.now()
    change_secret(address, "a-new-secret", now=now)
    body = json.dumps(NEWS).encode()
    answers = [
        push(client, address, body, key=key).status_code
        for key in (KEY, "a-new-secret", "another-key")
    ]
    assert answers == [200, 200, 401]
    later = now + timedelta(days=7, seconds=1)
    assert secrets_of("sendcloud", address.account, now=later) == ("a-new-secret",)


def test_the_secret_is_nowhere_to_be_read(address: TrackingHook) -> None:
    row = TrackingHook.objects.values_list("secret", flat=True).get()
    assert (str(address.secret), KEY in row.stored()) == ("<Sealed>", False)


def test_a_closed_address_is_not_there_any_more(
    client: Client, address: TrackingHook
) -> None:
    close_hook(address)
    assert push(client, address, b"{}").status_code == 404
    assert nothing_kept()


@pytest.mark.parametrize(
    ("source", "secret", "code"),
    [
        ("nobody", KEY, "tracking_source_unknown"),
        ("sendcloud", " short  ", "tracking_secret_too_short"),
    ],
)
def test_an_address_needs_a_source_and_a_secret(
    source: str, secret: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        open_hook(source, "Main", secret, brands=None)
    assert refused.value.code == code
    assert not TrackingHook.objects.exists()


def test_an_address_is_opened_listed_and_closed_by_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{KEY}\n"))
    call_command("tracking_hook", open="aftership", name="Ours")
    hook = TrackingHook.objects.get()
    shown = f"Ours: http://localhost:8100/hooks/tracking/aftership/{hook.account}\n"
    call_command("tracking_hook")
    assert capsys.readouterr().out == shown * 2
    call_command("tracking_hook", close=hook.account)
    with pytest.raises(CommandError):
        call_command("tracking_hook", close=hook.account)


def test_a_message_played_back_is_answered_and_not_kept_again(
    client: Client, address: TrackingHook
) -> None:
    body = json.dumps(NEWS).encode()
    push(client, address, body)
    drain()
    answer = push(client, address, body)
    assert (answer.status_code, answer.json()) == (200, {"taken": True, "new": False})
    assert TrackingMessage.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="tracking").count() == 1


def test_news_of_a_parcel_nobody_knows_is_kept_for_later(
    client: Client, address: TrackingHook
) -> None:
    assert push(client, address, json.dumps(NEWS).encode()).status_code == 200
    drain()
    ret = ready()
    followed(ret)
    assert state_of(ret) == "in_transit"


@pytest.mark.parametrize("key", ["", "another-key"])
def test_a_stranger_is_turned_away_and_leaves_nothing(
    client: Client, address: TrackingHook, key: str
) -> None:
    answer = push(client, address, json.dumps(NEWS).encode(), key=key)
    assert answer.status_code == 401
    assert nothing_kept()


def test_without_a_signature_nothing_is_kept(
    client: Client, address: TrackingHook
) -> None:
    answer = client.post(path_of(address), b"{}", content_type="application/json")
    assert answer.status_code == 401
    assert nothing_kept()


def test_a_message_signed_for_another_body_is_turned_away(
    client: Client, address: TrackingHook
) -> None:
    body = json.dumps(NEWS).encode()
    signature = hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()
    answer = client.post(
        path_of(address),
        body.replace(b"22", b"11"),
        content_type="application/json",
        headers={"Sendcloud-Signature": signature},
    )
    assert answer.status_code == 401
    assert nothing_kept()


@pytest.mark.parametrize("path", ["sendcloud/other", "aftership/{}", "nobody/{}"])
def test_an_address_nobody_was_given_is_not_there(
    client: Client, address: TrackingHook, path: str
) -> None:
    other = f"/hooks/tracking/{path.format(address.account)}"
    assert push(client, other, b"{}").status_code == 404
    assert nothing_kept()


def test_a_body_no_carrier_sends_is_refused(
    client: Client, address: TrackingHook
) -> None:
    answer = push(client, address, b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert nothing_kept()


def test_the_largest_body_is_taken(client: Client, address: TrackingHook) -> None:
    assert push(client, address, b"x" * LARGEST_BODY).status_code == 200


def test_who_only_looks_is_answered_and_nothing_is_kept(
    client: Client, address: TrackingHook
) -> None:
    # InPost takes an address only if it answers so.
    answer: HttpResponse = client.get(path_of(address))
    assert answer.status_code == 200
    assert client.get("/hooks/tracking/sendcloud/nobody").status_code == 404
    assert client.put(path_of(address)).status_code == 405
    assert nothing_kept()


@pytest.mark.parametrize("source", ["shippo", "inpost"])
def test_a_secret_in_the_address_is_neither_logged_nor_kept(
    client: Client, source: str, caplog: pytest.LogCaptureFixture
) -> None:
    hook = open_hook(source, "Main", "a secret & more", brands=[])
    whole = address_with_secret(hook)
    assert whole == f"{address_of(hook)}?token=a+secret+%26+more"
    with caplog.at_level("DEBUG"):
        answers = [
            client.post(url, b'{"data": 1}', content_type="application/json")
            for url in (whole, f"{whole}wrong", path_of(hook))
        ]
    assert [answer.status_code for answer in answers] == [200, 401, 401]
    assert "secret" not in caplog.text
    assert bytes(TrackingMessage.objects.get().body) == b'{"data": 1}'


def test_a_source_that_signs_carries_no_secret_in_its_address(
    client: Client, address: TrackingHook
) -> None:
    assert address_with_secret(address) == ""
    url = f"{path_of(address)}?token={KEY}"
    assert client.post(url, b"{}", content_type="application/json").status_code == 401


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b"[" * 100_000, b'{"action": "parcel_status_changed"}'],
)
def test_what_cannot_be_read_is_kept_and_shown(
    client: Client, address: TrackingHook, body: bytes
) -> None:
    assert push(client, address, body).status_code == 200
    drain()
    message = TrackingMessage.objects.get()
    assert message.failure.startswith("The message cannot be read: ")
    assert OutboxMessage.objects.get(kind="tracking").dead_at is not None


def test_old_messages_lose_their_bodies_and_keep_their_scans(
    client: Client, address: TrackingHook
) -> None:
    push(client, address, json.dumps(NEWS).encode())
    push(client, address, json.dumps({"action": "integration_updated"}).encode())
    drain()
    now = timezone.now()

    assert forget(now=now + timedelta(days=89)) == 0
    assert forget(now=now + timedelta(days=91)) == 2

    assert bytes(TrackingMessage.objects.get().body) == b""
    assert TrackingEvent.objects.count() == 1
    assert forget(now=now + timedelta(days=91)) == 0
