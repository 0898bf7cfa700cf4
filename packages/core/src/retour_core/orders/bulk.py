"""Many rows in one statement.

Django's ``bulk_create`` sends PostgreSQL one array a column and writes each of them
out in Python, which costs more than the insert itself. One JSON document is written
by C code on this side and read by C code on the other; see ``bench/orders.py``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import connections, router
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)
_BATCH = 200
# Bounds the memory of a push of many long orders; a hundred orders fit in one.
_DOCUMENT = 2000


def write_rows(
    rows: Sequence[M], *, unique: Sequence[str] = (), update: Sequence[str] = ()
) -> None:
    """Insert ``rows`` of one model and give them their keys.

    With ``unique`` (field names), a row that exists has the fields ``update``
    replaced instead. Every field must be set: ``auto_now`` and the like do nothing.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    if connection.vendor == "postgresql":
        for start in range(0, len(rows), _DOCUMENT):
            _write_as_json(connection, rows[start : start + _DOCUMENT], unique, update)
        return
    model._default_manager.bulk_create(  # noqa: SLF001 - Django's documented API
        rows,
        batch_size=_BATCH,
        update_conflicts=bool(unique),
        unique_fields=list(unique) or None,
        update_fields=list(update) or None,
    )


def _write_as_json(
    connection: Any, rows: Sequence[M], unique: Sequence[str], update: Sequence[str]
) -> None:
    meta = rows[0]._meta  # noqa: SLF001
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    names = [field.attname for field in fields]
    document = json.dumps(
        [{name: getattr(row, name) for name in names} for row in rows],
        default=_encode,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(connection, meta, fields)
            + _conflict(connection, meta, unique, update)
            + f" RETURNING {connection.ops.quote_name(meta.pk.column)}",
            [document],
        )
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding = False  # noqa: SLF001
        row._state.db = connection.alias  # noqa: SLF001


def _statement(connection: Any, meta: Any, fields: Sequence[Field[Any, Any]]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    # The document's members are named like the columns: attname and column agree.
    typed = ", ".join(f"{quote(f.column)} {f.db_type(connection)}" for f in fields)
    return (
        f"INSERT INTO {quote(meta.db_table)} ({columns}) SELECT {columns}"  # noqa: S608
        f" FROM json_to_recordset(%s::json) AS document({typed})"
    )


def _conflict(
    connection: Any, meta: Any, unique: Sequence[str], update: Sequence[str]
) -> str:
    if not unique:
        return ""
    quote = connection.ops.quote_name
    target = ", ".join(quote(meta.get_field(name).column) for name in unique)
    columns = [quote(meta.get_field(name).column) for name in update]
    changes = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns)
    return f" ON CONFLICT ({target}) DO UPDATE SET {changes}"


def _encode(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
