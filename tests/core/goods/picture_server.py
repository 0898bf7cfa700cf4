"""A shop's server with pictures, on a real socket; it misbehaves on demand."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from PIL import Image


def png(side: int = 640) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (side, side // 2), (200, 30, 30, 128)).save(file, "PNG")
    return file.getvalue()


class PictureServer:
    """``answers`` by path: status, headers and body."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []


@pytest.fixture
def picture_server(settings: Any, tmp_path: Path) -> Iterator[PictureServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            status, headers, body = state.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    private = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path, "allow_overwrite": True},
    }
    settings.STORAGES = settings.STORAGES | {"private": private}
    settings.RETOUR_PICTURES_TO_LOOPBACK = True
    cache.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = PictureServer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()
