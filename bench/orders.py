"""Bulk intake against a bare insert of the same rows by the same driver."""

from __future__ import annotations

import itertools
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client

from bench.timing import line
from retour_core.accounts.tokens import issue_token
from retour_core.brands.models import Brand
from retour_core.orders.models import Order, OrderLine, OrderRevision, Shop
from retour_core.orders.queries import find_order
from tests.factories import line_data, make_shop, order_data

BATCH, BATCHES = 100, 20
LARGE = os.environ.get("RETOUR_TEST_BENCH_LARGE") == "true"
_serial = itertools.count(1)


def measure() -> list[str]:
    """Three lines an order, 100 orders a request, through the whole API."""
    shop = make_shop()
    _, token = issue_token(shop, name="bench")
    client = Client(headers={"authorization": f"Bearer {token}"})
    _push(client, [_order() for _ in range(BATCH)])  # warm
    bodies = [[_order() for _ in range(BATCH)] for _ in range(BATCHES)]
    first = _rate(lambda orders: _push(client, orders), bodies)
    again = _rate(lambda orders: _push(client, orders), bodies)
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
        *(
            _lookups(shop)
            if os.environ.get("RETOUR_TEST_BENCH_LARGE") == "true"
            else []
        ),
    ]


def _order() -> dict[str, Any]:
    now = datetime.now(UTC)
    return order_data(
        id=f"bench-{next(_serial)}",
        placed_at=(now - timedelta(days=3)).isoformat(),
        changed_at=now.isoformat(),
        lines=[line_data(str(n), total_incl_tax="198.00") for n in range(3)],
        shipments=[],
    )


def _push(client: Client, orders: list[dict[str, Any]]) -> None:
    response = client.put(
        "/api/v1/orders",
        json.dumps({"orders": orders}),
        content_type="application/json",
    )
    statuses = {result["status"] for result in response.json()["results"]}
    if not statuses <= {"created", "unchanged"}:
        raise RuntimeError(statuses)


def _rate(push: Callable[[Any], None], bodies: list[Any]) -> float:
    """Orders a second of the best request; one process, so one core of ours."""
    best = float("inf")
    for body in bodies:
        started = time.perf_counter()
        push(body)
        best = min(best, time.perf_counter() - started)
    return BATCH / best


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
    """The same rows with new keys into the same tables, a transaction a batch.

    Only the driver's work is timed, and every batch is taken back.
    """
    best = float("inf")
    for batch in range(1, BATCHES + 1):
        fresh = [(t.name, t.columns, _renumbered(t, batch)) for t in tables]
        with transaction.atomic():
            started = time.perf_counter()
            for name, columns, rows in fresh:
                write(name, columns, rows)
            best = min(best, time.perf_counter() - started)
            transaction.set_rollback(True)
    return BATCH / best


def _renumbered(table: _Table, batch: int) -> list[tuple[Any, ...]]:
    """Keys moved out of the way; an order's own id is unique per shop, too."""
    shift = batch * 10**9

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


def _lookups(shop: Shop) -> list[str]:
    """The 99th of a hundred lookups among ten thousand orders and among a million."""
    found = []
    for count in (10_000, 1_000_000):
        _fill(shop, count)
        found.append((count, _p99(shop.brand, count)))
    base = 1 / found[0][1]
    return [
        line(f"lookup, p99 among {count:,} orders", 1 / p99, base, "of 10,000")
        for count, p99 in found
    ]


def _fill(shop: Shop, count: int) -> None:
    """Copies of one order under other numbers, made by the database itself."""
    table, taken = Order._meta.db_table, "lookup-"
    have = Order.objects.filter(external_id__startswith=taken).count()
    fields = [f.attname for f in Order._meta.concrete_fields if not f.primary_key]
    given = {"external_id": f"'{taken}' || n", "number_key": "'LOOKUP' || n"}
    source = Order.objects.filter(shop=shop).first()
    assert source is not None  # noqa: S101
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE series(n) AS "
            f"(SELECT {have} UNION ALL SELECT n + 1 FROM series WHERE n + 1 < {count}) "
            f"INSERT INTO {table} ({', '.join(fields)}) "
            f"SELECT {', '.join(given.get(f, f) for f in fields)} "
            f"FROM {table}, series WHERE id = {source.pk}"
        )
        cursor.execute(f"ANALYZE {table}")


def _p99(brand: Brand, count: int) -> float:
    """Seconds; orders asked for are spread over all of them."""
    times = []
    for step in range(1000):
        number = f"lookup {(step * 7919) % count}"
        started = time.perf_counter()
        order = find_order(brand, number=number, postal_code="10119")
        times.append(time.perf_counter() - started)
        if order is None:
            raise RuntimeError(number)
    return sorted(times)[990]
