"""Asking one question and undoing whatever it did."""

from __future__ import annotations

import functools
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http import QueryDict
from django.test import RequestFactory

_WRITES = re.compile(
    r'^(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO) "?(\w+)',
    re.IGNORECASE,
)
# Theirs who ask: not what a brand owns.
_OWN_TABLES = frozenset(
    {"django_session", "retour_cache", "auth_user", "wagtailusers_userprofile"}
)
Pairs = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Answer:
    """``wrote`` names the tables that were written, but for sessions and the like;
    ``read`` the parameters of the query that were looked for, asked or not."""

    status: int
    location: str
    kind: str
    body: str
    wrote: frozenset[str]
    read: frozenset[str]

    @property
    def is_refusal(self) -> bool:
        if self.status == 302:
            return self.location.split("?")[0] in ("/admin/", "/admin/login/")
        return self.status in (401, 403, 404, 405)

    def tells(self, marker: str) -> bool:
        return marker in self.body.lower() or marker in self.location


class _Noting(QueryDict):
    """A query that knows what was looked for in it or in a copy of it."""

    read: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().getlist(key, default)


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
    body: Any = None,
) -> Answer:
    with asked(cookies, method, url, headers, body) as answer:
        return answer


@contextmanager
def asked(
    cookies: dict[str, str],
    method: str,
    url: str,
    headers: dict[str, str] | None = None,
    body: Any = None,
) -> Iterator[Answer]:
    """What was done is undone on leaving. ``body``: a form's names and values; with
    ``headers``, which are a program's, whatever JSON can say."""
    request = _request(method, url, headers, body)
    request.COOKIES = cookies
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    request.GET = _Noting(request.META["QUERY_STRING"])  # type: ignore[assignment]
    _Noting.read = read = set()
    wrote: set[str] = set()

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        found = _WRITES.match(sql)
        if found:
            wrote.add(found[1])
        return execute(sql, *rest)

    with undone():
        with connection.execute_wrapper(note):
            response = _handler().get_response(request)
            text = _text(response)
        yield Answer(
            response.status_code,
            response.headers.get("Location", ""),
            response.headers.get("Content-Type", ""),
            text,
            frozenset(wrote - _OWN_TABLES),
            frozenset(read),
        )


@functools.cache
def _handler() -> BaseHandler:
    """Django without the test client, which costs a third of each question."""
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def _request(method: str, url: str, headers: Any, body: Any) -> Any:
    factory = RequestFactory(headers=headers)
    if method == "get":
        return factory.get(url)
    if headers:
        sent = json.dumps({} if body is None else body)
        return factory.generic(method.upper(), url, sent, "application/json")
    sent: dict[str, list[Any]] = {}
    for name, value in body or ():
        sent.setdefault(name, []).append(value)
    return getattr(factory, method)(url, sent)


def _text(response: Any) -> str:
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return body.decode(errors="replace")
