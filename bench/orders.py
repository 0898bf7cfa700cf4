"""Bulk intake against a bare insert of the same rows by the same driver."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client

from bench.timing import line
from retour_core.accounts.tokens import issue_token
from retour_core.orders.models import Order, OrderLine, OrderRevision
from tests.factories import line_data, make_shop, order_data

BATCH, BATCHES = 100, 20
_serial = itertools.count(1)
_SHIFT = 10**9


def measure() -> list[str]:
    """Three lines an order, 100 orders a request, through the whole API."""
    shop = make_shop()
    _, token = issue_token(shop, name="bench")
    client = Client(headers={"authorization": f"Bearer {token}"})
    _seconds(client, _body(), "created")  # warm
    first, again = _pushed(client, [_body() for _ in range(BATCHES)])
    tables = _stored_rows()
    bare = _bare_insert(tables, _insert_many)
    lines = [line("bare executemany of the same rows", bare, bare, "bare insert")]
    if connection.vendor == "postgresql":
        copied = _bare_insert(tables, _copy)
        lines.append(line("bare COPY of the same rows", copied, bare, "bare insert"))
    return [
        *lines,
        line("PUT /api/v1/orders, first push", first, bare, "bare insert"),
        line("PUT /api/v1/orders, unchanged re-push", again, first, "first push"),
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


def _pushed(client: Client, bodies: list[bytes]) -> tuple[float, float]:
    """Orders a second of the best request, first and again; one core of ours.

    Each is pushed again at once, so that both meet the same load of the machine.
    """
    pairs = [
        (_seconds(client, body, "created"), _seconds(client, body, "unchanged"))
        for body in bodies
    ]
    return BATCH / min(first for first, _ in pairs), BATCH / min(a for _, a in pairs)


def _seconds(client: Client, body: bytes, expected: str) -> float:
    started = time.perf_counter()
    response = client.put("/api/v1/orders", body, content_type="application/json")
    seconds = time.perf_counter() - started
    statuses = {result["status"] for result in response.json()["results"]}
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
    best = float("inf")
    for batch in range(1, BATCHES + 1):
        fresh = [(t.name, t.columns, _renumbered(t, batch)) for t in tables]
        started = time.perf_counter()
        with transaction.atomic():
            for name, columns, rows in fresh:
                write(name, columns, rows)
        best = min(best, time.perf_counter() - started)
    for table in reversed(tables):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table.name} WHERE id >= {_SHIFT}")
    return BATCH / best


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
