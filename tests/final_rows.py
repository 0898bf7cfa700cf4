"""Rows that a database refuses to delete, out of the way between two tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import TransactionTestCase


@contextmanager
def deletable() -> Iterator[None]:
    """Without SQLite's triggers meanwhile; PostgreSQL is truncated, which asks none."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)


def let_tests_end() -> None:
    """Django empties SQLite's tables row by row after a test with transactions of its
    own, which the triggers would refuse."""
    empty = TransactionTestCase._fixture_teardown

    def emptied(self: TransactionTestCase) -> None:
        with deletable():
            empty(self)

    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]
