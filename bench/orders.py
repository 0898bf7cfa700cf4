"""Bulk intake against a bare insert of the same rows by the same driver.

Seconds of one core (``CoreClock``), each the median of all requests: a neighbour on the
machine changes neither much.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test import RequestFactory

from bench.timing import CoreClock, line
from retour_core.accounts.tokens import issue_token
from retour_core.orders.models import Order, OrderLine, OrderRevision
from tests.factories import line_data, make_shop, order_data

BATCH, BATCHES = 100, 40
_serial = itertools.count(1)
_SHIFT = 10**9


def measure() -> list[str]:
    """Three lines an order, 100 orders a request, through the whole API."""
    shop = make_shop()
    _, token = issue_token(shop, name="bench")
    push = _Push(token)
    push(_body(), "created")  # warm
    first, again = _pushed(push, [_body() for _ in range(BATCHES)])
    tables = _stored_rows()
    many = _bare_insert(tables, _insert_many)
    base, against, lines = many, "bare executemany", []
    if connection.vendor == "postgresql":
        base, against = _bare_insert(tables, _copy), "bare COPY"
        lines = [line("bare COPY of the same rows", base, base, against)]
    return [
        line("bare executemany of the same rows", many, base, against),
        *lines,
        line("PUT /api/v1/orders, first push (≥ 0.25)", first, base, against),
        line("PUT /api/v1/orders, unchanged (≥ 3)", again, first, "first push"),
    ]


def _body() -> bytes:
    return json.dumps({"orders": [_order() for _ in range(BATCH)]}).encode()


def _order() -> dict[str, Any]:
    now = datetime.now(UTC)
    return order_data(
        id=f"bench-{next(_serial)}",
        placed_at=(now - timedelta(days=3)).isoformat(),
        changed_at=now.isoformat(),
        lines=[line_data(str(n), total_incl_tax="198.00") for n in range(3)],
        shipments=[],
    )


def _pushed(push: _Push, bodies: list[bytes]) -> tuple[float, float]:
    """Orders a second of one core, first and again.

    Each is pushed again at once, so that both meet the same load of the machine.
    """
    pairs = [(push(body, "created"), push(body, "unchanged")) for body in bodies]
    return (
        BATCH / median(first for first, _ in pairs),
        BATCH / median(again for _, again in pairs),
    )


class _Push:
    """Requests as a server hands them over, without the test client's own work."""

    def __init__(self, token: str) -> None:
        self.application = get_wsgi_application()
        self.clock = CoreClock()
        self.requests = RequestFactory(headers={"authorization": f"Bearer {token}"})
        # Like a server that keeps its connection; ours must outlive the request.
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)

    def __call__(self, body: bytes, expected: str) -> float:
        """Seconds for the answer, which must give this status to every order."""
        environ = self.requests.put(
            "/api/v1/orders", body, content_type="application/json"
        ).environ
        started = self.clock()
        response = self.application(environ, lambda *_: None)
        answer = b"".join(response)
        response.close()
        seconds = self.clock() - started
        statuses = {result["status"] for result in json.loads(answer)["results"]}
        if statuses != {expected}:
            raise RuntimeError(statuses)
        return seconds


@dataclass(frozen=True)
class _Table:
    name: str
    columns: list[str]
    rows: list[tuple[Any, ...]]


def _stored_rows() -> list[_Table]:
    """What the last 100 orders left in each table, in the order to insert it."""
    found = []
    last = list(Order.objects.order_by("-pk").values_list("pk", flat=True)[:BATCH])
    for model, key in (
        (Order, "id"),
        (OrderLine, "order_id"),
        (OrderRevision, "order_id"),
    ):
        table = model._meta.db_table
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(last))
            cursor.execute(f"SELECT * FROM {table} WHERE {key} IN ({marks})", last)
            columns = [column[0] for column in cursor.description]
            found.append(_Table(table, columns, cursor.fetchall()))
    return found


def _bare_insert(
    tables: list[_Table], write: Callable[[str, list[str], list[Any]], None]
) -> float:
    """The same rows with new keys into the same tables, a transaction a request.

    Timed is the driver's work with values it takes as they are, and the commit.
    """
    clock, times = CoreClock(), []
    for batch in range(1, BATCHES + 1):
        fresh = [(t.name, t.columns, _renumbered(t, batch)) for t in tables]
        started = clock()
        with transaction.atomic():
            for name, columns, rows in fresh:
                write(name, columns, rows)
        times.append(clock() - started)
    for table in reversed(tables):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table.name} WHERE id >= {_SHIFT}")
    return BATCH / median(times)


def _renumbered(table: _Table, batch: int) -> list[tuple[Any, ...]]:
    """Keys moved out of the way; an order's own id is unique per shop, too."""
    shift = batch * _SHIFT

    def moved(column: str, value: Any) -> Any:
        if column in {"id", "order_id"}:
            return value + shift
        if column == "external_id" and table.name == Order._meta.db_table:
            return f"{value}-{batch}"
        return json.dumps(value) if isinstance(value, (dict, list)) else value

    return [
        tuple(moved(c, v) for c, v in zip(table.columns, row, strict=True))
        for row in table.rows
    ]


def _insert_many(table: str, columns: list[str], rows: list[Any]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows
        )


def _copy(table: str, columns: list[str], rows: list[Any]) -> None:
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
