"""A carrier over a real socket: judges every request strictly, breaks on demand."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from tests.carriers.faults import BUYS_FIRST, Fault, refusal


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """``body`` is JSON, or the bytes themselves."""

    status: int
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        is_raw = isinstance(self.body, bytes)
        return self.body if is_raw else json.dumps(self.body).encode()


class Stub:
    """What a carrier knows and how it behaves; subclasses are one carrier each.

    ``complaints`` lists requests no real one would take. ``secrets`` are those of its
    only account; a careless carrier, it repeats them in each refusal. ``makes_first``:
    something free is made there before it is bought. ``country`` is one it takes
    parcels from.
    """

    kind = ""
    secrets: tuple[str, ...] = ()
    settings: Mapping[str, Any] = {}
    makes_first = False
    country = "DE"

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.purchases_asked = 0
        self.lookups = 0
        self.next_buy: deque[Fault | None] = deque()
        self.next_find: deque[Fault | None] = deque()
        # What is neither: tokens, details, documents.
        self.next_fetch: deque[Fault | None] = deque()
        self.delay = 1.5
        self.bought = threading.Event()
        self.url = ""
        self.lock = threading.Lock()

    def is_purchase(self, asked: Asked) -> bool:
        raise NotImplementedError

    def is_lookup(self, asked: Asked) -> bool:
        raise NotImplementedError

    def reply(self, asked: Asked) -> Reply:
        raise NotImplementedError

    def spoilt(self, fault: Fault, reply: Reply) -> Reply:
        """The reply with its JSON wrong in the way of ``fault``."""
        raise NotImplementedError

    def refused(self, asked: Asked) -> Any:
        """The body of a refusal, in the carrier's manner."""
        del asked
        return {}

    def numbers(self) -> list[str]:
        """The tracking numbers of all labels bought."""
        raise NotImplementedError

    def fault_for(self, asked: Asked) -> Fault | None:
        if self.is_purchase(asked):
            self.purchases_asked += 1
            faults = self.next_buy
        elif self.is_lookup(asked):
            self.lookups += 1
            faults = self.next_find
        else:
            faults = self.next_fetch
        with suppress(IndexError):
            return faults.popleft()
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        stub = self.server.stub
        parts = urlsplit(self.path)
        asked = Asked(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            self.headers,
            self.rfile.read(int(self.headers.get("Content-Length") or 0)),
        )
        fault = stub.fault_for(asked)
        if fault is None:
            reply = stub.reply(asked)
            self._send(reply.status, reply.content, reply.headers)
        elif fault in BUYS_FIRST:
            self._fail(fault, asked, stub.reply(asked))
        else:
            self._fail(fault, asked, Reply(200))

    do_POST = do_PATCH = do_GET  # noqa: N815 - the base class's names

    def _fail(self, fault: Fault, asked: Asked, reply: Reply) -> None:
        stub = self.server.stub
        refused = refusal(fault)
        if refused is not None:
            status, headers = refused
            self._send(status, Reply(status, stub.refused(asked)).content, headers)
        elif fault in (Fault.HTML_BEFORE, Fault.HTML_AFTER):
            self._send(200, b"<!doctype html><title>Maintenance</title>", {})
        elif fault is Fault.TRUNCATED:
            content = reply.content
            self._send(
                reply.status,
                content[: len(content) // 2],
                reply.headers,
                claim=len(content),
            )
        elif fault is Fault.HUGE:
            self._drip()
        elif fault is Fault.SLOW:
            time.sleep(stub.delay)
            self._send(reply.status, reply.content, reply.headers)
        elif fault in (Fault.RESET_BEFORE, Fault.RESET_AFTER):
            self._reset()
        else:
            spoilt = stub.spoilt(fault, reply)
            self._send(spoilt.status, spoilt.content, spoilt.headers)

    def _send(
        self, status: int, body: bytes, headers: Mapping[str, str], claim: int = 0
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(claim or len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        ends = time.monotonic() + 10
        while time.monotonic() < ends:
            self.wfile.write(b" " * 1_000_000)

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stub: Stub

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that gave up, or a reset of ours


_Stub = TypeVar("_Stub", bound=Stub)


@contextmanager
def serving(stub: _Stub) -> Iterator[_Stub]:
    """The carrier listens on a free port of this machine until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.stub = stub
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
