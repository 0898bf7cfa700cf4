"""Asking one question and undoing whatever it did."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test import Client

_WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)
# Theirs who ask: not what a brand owns.
_OWN_TABLES = frozenset(
    {"django_session", "retour_cache", "auth_user", "wagtailusers_userprofile"}
)


@dataclass(frozen=True)
class Answer:
    """``wrote`` names the tables that were written, but for sessions and the like."""

    status: int
    location: str
    text: str
    wrote: frozenset[str]

    @property
    def is_refusal(self) -> bool:
        if self.status == 302:
            return self.location.split("?")[0] in ("/admin/", "/admin/login/")
        return self.status in (401, 403, 404, 405)


@contextmanager
def undone() -> Iterator[None]:
    block = transaction.atomic()
    # As in Django's TestCase: what must be the outermost block may begin in here.
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def ask(
    cookies: dict[str, str],
    method: str,
    url: str,
    headers: dict[str, str] | None = None,
) -> Answer:
    client = Client(raise_request_exception=False, headers=headers or {})
    for name, value in cookies.items():
        client.cookies[name] = value
    sent: dict[str, Any] = {} if method == "get" else {"data": {}}
    if headers and method != "get":
        sent = {"data": "{}", "content_type": "application/json"}
    wrote: set[str] = set()

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        found = _WRITES.match(sql)
        if found:
            wrote.add(found[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(note), undone():
        response = getattr(client, method)(url, **sent)
        text = _text(response)
    return Answer(
        response.status_code,
        response.headers.get("Location", ""),
        text,
        frozenset(wrote - _OWN_TABLES),
    )


def _text(response: Any) -> str:
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return body.decode(errors="replace").lower()
