"""A strict Retour on a real socket: it checks what it gets, and fails on demand."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import ValidationError

from retour_core.domain.wire import OrderIn, OrderResult, OrdersIn, OrdersOut, ShopOut
from retour_core.domain.wire_returns import RefundOut, RefundResultIn, ReturnOut

TOKEN = "fake-retour-token"  # noqa: S105 - a test's own


@dataclass(frozen=True)
class Trouble:
    """How one coming request goes wrong.

    ``status`` answers with it; ``body`` and ``headers`` replace a problem document.
    ``reset`` breaks the connection; ``truncate`` ends the answer in its middle;
    ``seconds`` waits first, ``drip`` before each byte. ``taken`` does the work before
    it goes wrong, as when only the answer is lost.
    """

    status: int = 0
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    reset: bool = False
    truncate: bool = False
    seconds: float = 0
    drip: float = 0
    taken: bool = False


@dataclass
class Seen:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


class FakeRetour:
    """Use as a context manager. ``troubles`` are taken one per request.

    ``before_answer`` is called while a push is under way, before it is answered.
    Unlike Retour it has one page per list, and keeps everything in memory.
    """

    def __init__(self, *, token: str = TOKEN, port: int = 0) -> None:
        self.token = token
        self.shop = ShopOut(
            key="alpenglow",
            name="Alpenglow",
            platform="oscar",
            brand="alpenglow",
            portal_url="https://returns.alpenglow.example/",
            scopes=["orders:write", "returns:read", "refunds:write"],
        )
        self.orders: dict[str, OrderIn] = {}
        self.statuses: list[str] = []
        self.returns: list[ReturnOut] = []
        self.refunds: dict[str, RefundOut] = {}
        self.reports: list[tuple[str, RefundResultIn, str]] = []
        self.rejects: Callable[[OrderIn], OrderResult | None] = _nothing
        self.before_answer: Callable[[], None] = lambda: None
        self.troubles: deque[Trouble] = deque()
        self.always: Trouble | None = None
        self.seen: list[Seen] = []
        self.lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"retour": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> FakeRetour:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, order: OrderIn) -> OrderResult:
        """Like Retour: the latest ``changed_at`` wins, equal states are unchanged."""
        refused = self.rejects(order)
        if refused is not None:
            return refused
        known = self.orders.get(order.id)
        status: Any = "created"
        if known is not None:
            same = known.model_copy(update={"changed_at": order.changed_at}) == order
            stale = order.changed_at < known.changed_at
            status = "stale" if stale else "unchanged" if same else "updated"
        if status != "stale":
            self.orders[order.id] = order
        self.statuses.append(status)
        return OrderResult(id=order.id, status=status)

    def answer(self, request: Seen) -> tuple[int, Any]:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return 401, _problem("token_invalid", "This token is not known.")
        match (request.method, request.path.strip("/").split("/")):
            case ("GET", ["api", "v1", noun]) if noun in _READS:
                return 200, _READS[noun](self, request)
            case ("PUT", ["api", "v1", "orders"]):
                return self._take_orders(request)
            case ("POST", ["api", "v1", "refunds", refund_id, "result"]):
                return self._take_report(request, refund_id)
        return 404, _problem("not_found", "There is nothing here.")

    def _take_orders(self, request: Seen) -> tuple[int, Any]:
        try:
            pushed = OrdersIn.model_validate_json(request.body, strict=False)
        except ValidationError as error:
            return 422, _problem("validation_failed", str(error))
        self.before_answer()
        with self.lock:
            results = [self.take(order) for order in pushed.orders]
        return 200, OrdersOut(results=results).model_dump(mode="json")

    def _tell_shop(self, _request: Seen) -> dict[str, Any]:
        return self.shop.model_dump(mode="json")

    def _list_refunds(self, _request: Seen) -> dict[str, Any]:
        pending = [r for r in self.refunds.values() if r.state == "pending"]
        return _page([r.model_dump(mode="json") for r in pending])

    def _list_returns(self, request: Seen) -> dict[str, Any]:
        after = request.query.get("changed_after", [""])[0]
        chosen = [r for r in self.returns if r.updated_at.isoformat() > after]
        return _page([r.model_dump(mode="json") for r in chosen])

    def _take_report(self, request: Seen, refund_id: str) -> tuple[int, Any]:
        key = request.headers.get("idempotency-key", "")
        if not key:
            return 422, _problem("idempotency_key_missing", "Send an Idempotency-Key.")
        if refund_id not in self.refunds:
            return 404, _problem("refund_unknown", "There is no such refund.")
        try:
            result = RefundResultIn.model_validate_json(request.body)
        except ValidationError as error:
            return 422, _problem("validation_failed", str(error))
        settled = self.refunds[refund_id].model_copy(update={"state": result.outcome})
        self.refunds[refund_id] = settled
        self.reports.append((refund_id, result, key))
        return 200, settled.model_dump(mode="json")


_READS: dict[str, Callable[[FakeRetour, Seen], dict[str, Any]]] = {
    "shop": FakeRetour._tell_shop,  # noqa: SLF001 - this module's own
    "returns": FakeRetour._list_returns,  # noqa: SLF001
    "refunds": FakeRetour._list_refunds,  # noqa: SLF001
}


class _Handler(BaseHTTPRequestHandler):
    retour: FakeRetour
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve()

    do_PUT = do_POST = do_GET  # noqa: N815 - the names http.server calls

    def log_message(self, *args: Any) -> None:
        """Tests print what matters to them."""

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        request = Seen(
            self.command,
            parts.path,
            parse_qs(parts.query),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(length),
        )
        retour = self.retour
        with retour.lock:
            retour.seen.append(request)
            trouble = retour.troubles.popleft() if retour.troubles else retour.always
        try:
            if trouble is None:
                self._send(*retour.answer(request))
            else:
                self._misbehave(trouble, request)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _misbehave(self, trouble: Trouble, request: Seen) -> None:
        time.sleep(trouble.seconds)
        status, answer = 500, _problem("internal_error", "Something broke.")
        if trouble.taken or not (trouble.status or trouble.reset):
            status, answer = self.retour.answer(request)
        if trouble.reset:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.connection.close()
            return
        body = trouble.body or json.dumps(answer).encode()
        self._send_raw(trouble.status or status, body, trouble)

    def _send(self, status: int, answer: Any) -> None:
        self._send_raw(status, json.dumps(answer).encode(), Trouble())

    def _send_raw(self, status: int, body: bytes, trouble: Trouble) -> None:
        self.send_response(status)
        for name, value in trouble.headers.items():
            self.send_header(name, value)
        if "Content-Type" not in trouble.headers:
            kind = "application/json" if status < 400 else "application/problem+json"
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        sent = body[: len(body) // 2] if trouble.truncate else body
        step = 1 if trouble.drip else max(len(sent), 1)
        for start in range(0, len(sent), step):
            time.sleep(trouble.drip)
            self.wfile.write(sent[start : start + step])
        if trouble.truncate:
            self.close_connection = True


def _nothing(_order: OrderIn) -> None:
    """No order is refused, until a test says which."""


def _problem(code: str, detail: str) -> dict[str, str]:
    return {"type": "about:blank", "code": code, "detail": detail}


def _page(items: list[Any]) -> dict[str, Any]:
    return {"items": items, "next_cursor": None}
