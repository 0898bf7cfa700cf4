"""Many rows in one statement, as fast as the driver takes them (``bench/orders.py``).

Django's ``bulk_create`` prepares every value of every row in Python, which costs more
than the insert itself. A row here is a dict by column, its values as the driver wants
them; PostgreSQL takes new rows by ``COPY``. The caller holds the lock under which
nobody else writes these rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from django.db import connections, router
from django.db.models import DateTimeField, Model

# By ``attname``; JSON columns hold their text.
Row = dict[str, Any]


def insert_rows(model: type[Model], rows: Sequence[Row]) -> None:
    """Insert rows that name every column but the key, and give them their ``id``."""
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    table = model._meta.db_table  # noqa: SLF001 - Django's documented API
    is_postgresql = connection.vendor == "postgresql"
    columns = columns_of(model)
    # COPY is nothing Django knows of: its errors are translated here.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        take = _postgresql_keys if is_postgresql else _sqlite_keys
        for row, key in zip(rows, take(cursor, table, len(rows)), strict=True):
            row["id"] = key
        values = map(itemgetter(*columns), rows)
        names = ", ".join(f'"{column}"' for column in columns)
        if is_postgresql:
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row_values in values:
                    copy.write_row(row_values)
            return
        cursor.executemany(
            f'INSERT INTO "{table}" ({names}) VALUES ({_marks(columns)})',  # noqa: S608
            _adapted(connection, model, columns, values),
        )


def update_rows(
    model: type[Model], rows: Sequence[Row], columns: Sequence[str]
) -> None:
    """Set ``columns`` of stored rows, each found by its ``id``."""
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    table = model._meta.db_table  # noqa: SLF001
    changes = ", ".join(f'"{column}" = %s' for column in columns)
    named = [*columns, "id"]
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{table}" SET {changes} WHERE "id" = %s',  # noqa: S608
            _adapted(connection, model, named, map(itemgetter(*named), rows)),
        )


@cache
def columns_of(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)  # noqa: SLF001


def _marks(columns: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(columns))


def _postgresql_keys(cursor: Any, table: str, count: int) -> list[int]:
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [table, count],
    )
    return [key for (key,) in cursor.fetchall()]


def _sqlite_keys(cursor: Any, table: str, count: int) -> range:
    """The next ones of an AUTOINCREMENT table: there is one writer, and it is us."""
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    found = cursor.fetchone()
    first = (found[0] if found else 0) + 1
    return range(first, first + count)


def _adapted(
    connection: Any,
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
) -> list[Sequence[Any]]:
    """Moments as the database wants them; the rest its driver knows."""
    moments = [
        place
        for place, column in enumerate(columns)
        if isinstance(model._meta.get_field(column), DateTimeField)  # noqa: SLF001
    ]
    if connection.vendor == "postgresql" or not moments:
        return list(rows)
    adapt = lru_cache(maxsize=1000)(connection.ops.adapt_datetimefield_value)
    adapted: list[Sequence[Any]] = []
    for row in rows:
        values = list(row)
        for place in moments:
            values[place] = adapt(values[place])
        adapted.append(values)
    return adapted
