"""Rows that a database refuses to delete, out of the way between two tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import TransactionTestCase

_NEVER_EMPTIED = {
    "retour_billing_ledgerentry": "retour_ledger_is_never_emptied",
    "retour_payments_feeentry": "retour_fees_are_never_emptied",
}


@contextmanager
def deletable() -> Iterator[None]:
    """Without the triggers meanwhile: SQLite's tables are emptied row by row,
    PostgreSQL's as a whole."""
    if connection.vendor == "sqlite":
        with _without_triggers():
            yield
        return
    _switch("DISABLE")
    try:
        yield
    finally:
        _switch("ENABLE")


@contextmanager
def _without_triggers() -> Iterator[None]:
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


def _switch(how: str) -> None:
    with connection.cursor() as cursor:
        for table, trigger in _NEVER_EMPTIED.items():
            cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s", [trigger])
            if cursor.fetchone():  # a shop has no ledger
                cursor.execute(f"ALTER TABLE {table} {how} TRIGGER {trigger}")


def let_tests_end() -> None:
    """Django empties the tables after a test with transactions of its own, which the
    triggers would refuse."""
    empty = TransactionTestCase._fixture_teardown

    def emptied(self: TransactionTestCase) -> None:
        with deletable():
            empty(self)

    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]
