"""A merchant's server on a real socket: it verifies, and misbehaves on demand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Got:
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """``answers`` are used up first to last; after them 204 is answered.

    An answer is a status, a pair of status and headers, or ``"hang up"``.
    """

    url: str = ""
    answers: list[Any] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [message.headers["webhook-id"] for message in self.got]


@contextmanager
def receiver() -> Iterator[Receiver]:
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            state.got.append(Got(headers, self.rfile.read(length)))
            answer = state.answers.pop(0) if state.answers else 204
            if answer == "hang up":
                self.close_connection = True
                return
            status, more = answer if isinstance(answer, tuple) else (answer, {})
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            text = b"" if status == 204 else b"answered\0" + b"x" * 3000
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/hooks?shop=1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
