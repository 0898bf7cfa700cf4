"""The client against a Retour on a real socket, well and badly behaved."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from retour_core.domain.wire_returns import RefundResultIn
from retour_shop.client import RetourClient
from retour_shop.errors import ErrorKind, RetourError
from retour_shop.testing import FakeRetour, Trouble
from tests.shop_plugin import wire


@pytest.fixture
def server() -> Iterator[FakeRetour]:
    with FakeRetour() as running:
        yield running


@pytest.fixture
def client(server: FakeRetour) -> Iterator[RetourClient]:
    client = RetourClient(
        base_url=server.url, token=server.token, read_seconds=0.3, total_seconds=1
    )
    yield client
    client.close()


def refused(client: RetourClient) -> RetourError:
    with pytest.raises(RetourError) as caught:
        client.push_orders([wire.order()])
    return caught.value


def test_an_order_arrives_as_it_was_sent(client: Any, server: Any) -> None:
    results = client.push_orders([wire.order("1"), wire.order("2")])

    assert [(r.id, r.status) for r in results] == [("1", "created"), ("2", "created")]
    assert server.orders == {"1": wire.order("1"), "2": wire.order("2")}


def test_the_connection_test_tells_who_we_are(client: Any) -> None:
    assert client.shop().key == "alpenglow"


def test_a_refund_is_reported_under_its_idempotency_key(
    client: Any, server: Any
) -> None:
    class Thing:
        pk = 1
        number = partner_sku = title = "x"

    refund = wire.refund(Thing(), Thing(), amount="1.00")
    server.refunds[refund.id] = refund
    result = RefundResultIn(outcome="success")

    answer = client.report_refund(refund.id, result, idempotency_key="k1")

    assert answer.state == "success"
    assert server.reports == [(refund.id, result, "k1")]


HTML = Trouble(
    status=200, body=b"<html>Back soon</html>", headers={"Content-Type": "text/html"}
)


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (Trouble(status=401), ErrorKind.CONFIG),
        (Trouble(status=403), ErrorKind.CONFIG),
        (Trouble(status=404, body=b"<h1>Not Found</h1>"), ErrorKind.CONFIG),
        (Trouble(status=405, body=b"no"), ErrorKind.CONFIG),
        (Trouble(status=413, body=b"too large"), ErrorKind.INPUT),
        (Trouble(status=422), ErrorKind.INPUT),
        (Trouble(status=409), ErrorKind.TEMPORARY),
        (Trouble(status=429), ErrorKind.LIMIT),
        (Trouble(status=400), ErrorKind.PERMANENT),
        (Trouble(status=500), ErrorKind.TEMPORARY),
        (Trouble(status=503, body=b"<html>"), ErrorKind.TEMPORARY),
        (HTML, ErrorKind.TEMPORARY),
        (Trouble(status=200, body=b'{"results": []}'), ErrorKind.TEMPORARY),
        (Trouble(status=200, body=b'{"results": 7}'), ErrorKind.TEMPORARY),
        (Trouble(status=204, body=b""), ErrorKind.TEMPORARY),
        (Trouble(reset=True), ErrorKind.TEMPORARY),
        (Trouble(truncate=True), ErrorKind.TEMPORARY),
        (Trouble(seconds=0.6), ErrorKind.TEMPORARY),
    ],
    ids=str,
)
def test_each_misbehaviour_has_its_kind(
    client: Any, server: Any, trouble: Trouble, kind: ErrorKind
) -> None:
    server.troubles.append(trouble)

    error = refused(client)

    assert error.kind is kind
    assert error.message.endswith((".", "?", ")", "…"))


def test_an_answer_after_trouble_is_taken(client: Any, server: Any) -> None:
    server.troubles.append(Trouble(reset=True))
    refused(client)

    assert [r.status for r in client.push_orders([wire.order()])] == ["created"]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30), ("0", 0), ("soon", None), ("", None), ("-5", None)],
)
def test_retry_after_is_read_in_seconds(
    client: Any, server: Any, header: str, seconds: int | None
) -> None:
    server.troubles.append(Trouble(status=429, headers={"Retry-After": header}))

    expected = None if seconds is None else timedelta(seconds=seconds)
    assert refused(client).retry_after == expected


def test_retry_after_is_read_as_a_date(client: Any, server: Any) -> None:
    server.troubles.append(
        Trouble(status=503, headers={"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"})
    )

    asked = refused(client).retry_after

    assert asked is not None
    assert asked > timedelta(days=10_000)


def test_a_redirect_is_not_followed_but_named(client: Any, server: Any) -> None:
    with FakeRetour() as thief:
        server.troubles.append(
            Trouble(status=302, headers={"Location": f"{thief.url}/api/v1/orders"})
        )

        error = refused(client)

        assert error.kind is ErrorKind.CONFIG
        assert error.message == f"RETOUR_URL points elsewhere: use {thief.url}."
        assert thief.seen == []


def test_a_dead_port_is_temporary() -> None:
    with FakeRetour() as server:
        url = server.url
    client = RetourClient(base_url=url, token="x")

    assert refused(client).kind is ErrorKind.TEMPORARY
    client.close()


@pytest.mark.parametrize("trouble", [Trouble(seconds=0.4), Trouble(drip=0.05)], ids=str)
def test_an_answer_that_drips_for_ever_is_given_up(
    server: Any, trouble: Trouble
) -> None:
    server.troubles.append(trouble)
    client = RetourClient(
        base_url=server.url, token=server.token, read_seconds=5, total_seconds=0.2
    )
    begun = time.monotonic()

    error = refused(client)

    assert error.message == "Retour took longer than 0.2 seconds."
    assert time.monotonic() - begun < 1
    client.close()


def test_netrc_cannot_replace_the_token(
    client: Any, server: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login thief password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))

    assert client.shop().key == "alpenglow"


def test_the_token_is_never_logged_nor_repeated(
    client: Any, server: Any, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    detail = f'{{"code": "token_invalid", "detail": "{server.token} is unknown"}}'
    server.troubles.append(Trouble(status=401, body=detail.encode()))

    error = refused(client)

    assert error.message == "… is unknown"
    assert server.token not in caplog.text
    assert server.token not in repr(client)
