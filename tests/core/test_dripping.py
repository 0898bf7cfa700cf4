"""Servers that send a byte now and then meet no timeout of requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.http import CarrierServer, within
from retour_core.goods.pictures import NoPicture, _content
from retour_core.webhooks import sending

_ALL = 200


class Dripping:
    """Ten seconds for one answer; ``sent`` says how much of it went."""

    def __init__(self) -> None:
        self.sent = 0
        self.url = ""


@pytest.fixture(params=["a length", "chunks"])
def server(request: pytest.FixtureRequest) -> Iterator[Dripping]:
    state = Dripping()
    in_chunks = request.param == "chunks"

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Connection", "close")
            if in_chunks:
                self.send_header("Transfer-Encoding", "chunked")
            else:
                self.send_header("Content-Length", str(_ALL))
            self.end_headers()
            for _ in range(_ALL):
                self.wfile.write(b"1\r\nx\r\n" if in_chunks else b"x")
                state.sent += 1
                time.sleep(0.05)
            if in_chunks:
                self.wfile.write(b"0\r\n\r\n")

        do_POST = do_GET  # noqa: N815 - the base class's name

        def log_message(self, *_args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: Any) -> None:
            pass  # a client that gave up

    server = Server(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


def test_a_carrier_that_drips_is_given_up_in_time(server: Dripping) -> None:
    with pytest.raises(CarrierFault) as raised, within(0.4):
        CarrierServer("dripping", server.url).ask("POST", "/labels", buys=True)
    assert raised.value.kind is FaultKind.UNCLEAR
    assert server.sent < _ALL


def test_a_shop_that_drips_a_picture_is_given_up_in_time(
    server: Dripping, settings: Any
) -> None:
    settings.RETOUR_PICTURES_TO_LOOPBACK = True
    with pytest.raises((NoPicture, OSError)):
        _content(server.url, time.monotonic() + 0.4)
    assert server.sent < _ALL


def test_a_webhook_is_taken_by_its_status_however_its_words_drip(
    server: Dripping, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RETOUR_WEBHOOKS_TO_LOOPBACK = True
    monkeypatch.setattr(sending, "_SECONDS_TO_ANSWER", 0.4)
    answer = sending.post(server.url, "{}", message_id="msg_1", keys=["whsec_YQ=="])
    assert answer.is_taken
    assert set(answer.text) <= {"x"}
    assert server.sent < _ALL
