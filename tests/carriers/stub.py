"""A carrier over a real socket: judges every request strictly, breaks on demand."""

from __future__ import annotations

import base64
import json
import re
import socket
import struct
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PDF = b"%PDF-1.7\n% the carrier's own label\n%%EOF\n"
_FIELDS = {
    "external_reference",
    "order_number",
    "rma_number",
    "from",
    "to",
    "weight_grams",
}
_NEEDED = {"street", "postal_code", "city", "country"}


class Fault(StrEnum):
    """How the next request goes wrong; “after” means a label has been bought."""

    LIMIT = "429 with Retry-After"
    LIMIT_DATE = "429 with a date to retry after"
    LIMIT_NONSENSE = "429 with nonsense to retry after"
    AUTH = "401"
    INPUT = "422"
    GONE = "410"
    REDIRECT = "302"
    BROKEN_BEFORE = "500 before the purchase"
    BROKEN_AFTER = "500 after the purchase"
    HTML_BEFORE = "200 with a page of HTML before the purchase"
    HTML_AFTER = "200 with a page of HTML after the purchase"
    TRUNCATED = "half of the answer"
    NO_NUMBER = "an answer without a tracking number"
    NOT_BASE64 = "a label that is no base64"
    NO_PDF = "a label that is no PDF"
    ANOTHER = "the answer to somebody else's request"
    SLOW = "a purchase whose answer takes too long"
    RESET_BEFORE = "connection reset before the purchase"
    RESET_AFTER = "connection reset after the purchase"
    DUPLICATE = "409 for a label bought just now"


_BUYS_FIRST = {
    Fault.BROKEN_AFTER,
    Fault.HTML_AFTER,
    Fault.TRUNCATED,
    Fault.NO_NUMBER,
    Fault.NOT_BASE64,
    Fault.NO_PDF,
    Fault.ANOTHER,
    Fault.SLOW,
    Fault.RESET_AFTER,
    Fault.DUPLICATE,
}


_ANSWERS: dict[Fault, tuple[int, dict[str, str]]] = {
    Fault.LIMIT: (429, {"Retry-After": "7"}),
    Fault.LIMIT_DATE: (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
    Fault.LIMIT_NONSENSE: (429, {"Retry-After": "9" * 5000}),
    Fault.AUTH: (401, {}),
    Fault.INPUT: (422, {}),
    Fault.GONE: (410, {}),
    Fault.REDIRECT: (302, {"Location": "/parcels"}),
    Fault.BROKEN_BEFORE: (500, {}),
    Fault.BROKEN_AFTER: (500, {}),
    Fault.DUPLICATE: (409, {}),
}
_SPOILT: dict[Fault, dict[str, str]] = {
    Fault.NO_NUMBER: {"tracking_number": ""},
    Fault.NOT_BASE64: {"label": "é?"},
    Fault.NO_PDF: {"label": base64.b64encode(b"<p>").decode()},
    Fault.ANOTHER: {"external_reference": str(uuid.uuid4())},
}


class StubCarrier:
    """What the carrier knows. ``complaints`` lists requests no real one would take."""

    def __init__(self) -> None:
        self.parcels: dict[str, dict[str, Any]] = {}
        self.bodies: dict[str, dict[str, Any]] = {}
        self.complaints: list[str] = []
        self.purchases_asked = 0
        self.lookups = 0
        self.next_buy: deque[Fault] = deque()
        self.next_find: deque[Fault] = deque()
        self.delay = 1.5
        self.bought = threading.Event()
        self.url = ""
        self._lock = threading.Lock()

    def buy(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        complaint = _complaint(body)
        if complaint:
            self.complaints.append(complaint)
            return 422, {"error": complaint}
        reference = body["external_reference"]
        with self._lock:
            if self.bodies.setdefault(reference, body) != body:
                self.complaints.append(f"{reference} was used for another parcel")
                return 409, {"error": "reference in use"}
            known = reference in self.parcels
            if not known:
                number = f"SBX{len(self.parcels) + 1:09}"
                self.parcels[reference] = {
                    "id": str(uuid.uuid4()),
                    "external_reference": reference,
                    "tracking_number": number,
                    "label": base64.b64encode(PDF).decode(),
                }
        self.bought.set()
        return (200 if known else 201), self.parcels[reference]

    def take(self, faults: deque[Fault]) -> Fault | None:
        with suppress(IndexError):
            return faults.popleft()
        return None


def _complaint(body: Any) -> str:
    if not isinstance(body, dict) or set(body) != _FIELDS:
        return f"fields {sorted(body)}"
    try:
        uuid.UUID(body["external_reference"])
    except (ValueError, TypeError, AttributeError):
        return "external_reference is no UUID"
    if not all(str(body[name]).strip() for name in ("order_number", "rma_number")):
        return "a number is empty"
    for side in ("from", "to"):
        address = body[side]
        if not isinstance(address, dict) or not re.fullmatch(
            "[A-Z]{2}", str(address.get("country"))
        ):
            return f"{side} has no country"
    if missing := {name for name in _NEEDED if not body["to"].get(name)}:
        return f"to lacks {sorted(missing)}"
    weight = body["weight_grams"]
    fine = weight is None or (type(weight) is int and weight > 0)
    return "" if fine else "weight_grams is no weight"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        stub = self.server.stub
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        stub.purchases_asked += 1
        fault = stub.take(stub.next_buy)
        if fault is not None and fault not in _BUYS_FIRST:
            self._fail(fault, {})
            return
        status, parcel = stub.buy(json.loads(raw))
        if fault is not None:
            self._fail(fault, parcel)
        else:
            self._answer(status, parcel)

    def do_GET(self) -> None:
        stub = self.server.stub
        stub.lookups += 1
        fault = stub.take(stub.next_find)
        query = parse_qs(urlsplit(self.path).query)
        parcel = stub.parcels.get(query.get("external_reference", [""])[0])
        if fault is not None:
            self._fail(fault, parcel or {})
        elif parcel is None:
            self._answer(404, {"error": "not found"})
        else:
            self._answer(200, parcel)

    def _fail(self, fault: Fault, parcel: dict[str, Any]) -> None:
        text = json.dumps(parcel)
        if fault in _ANSWERS:
            status, headers = _ANSWERS[fault]
            self._answer(status, {}, headers)
        elif fault in _SPOILT:
            spoilt = {**parcel, **_SPOILT[fault]}
            self._answer(201 if self.command == "POST" else 200, spoilt)
        elif fault in (Fault.HTML_BEFORE, Fault.HTML_AFTER):
            self._send(200, b"<!doctype html><title>Maintenance</title>", {})
        elif fault is Fault.TRUNCATED:
            self._send(200, text[: len(text) // 2].encode(), {}, claim=len(text))
        elif fault is Fault.SLOW:
            time.sleep(self.server.stub.delay)
            self._answer(201, parcel)
        else:
            self._reset()

    def _answer(
        self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> None:
        self._send(status, json.dumps(body).encode(), headers or {})

    def _send(
        self, status: int, body: bytes, headers: dict[str, str], claim: int = 0
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(claim or len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stub: StubCarrier

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that gave up, or a reset of ours


@contextmanager
def running_stub() -> Iterator[StubCarrier]:
    """A carrier that listens on a free port of this machine until the block ends."""
    stub = StubCarrier()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.stub = stub
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
