"""SQLite in memory starts from a migrated copy: migrating it takes half a minute."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import connection
from django.db.backends.signals import connection_created

_FOLDER = Path(__file__).resolve().parents[1] / ".retour" / "migrated"


class MigratedCopy:
    """While it is open, a new test database begins as the copy; what is missing is
    migrated as ever. The copy is named for all migrations there are, so a changed one
    makes another. Other servers than SQLite are left alone.
    """

    def __enter__(self) -> MigratedCopy:
        self.path = _path()
        connection_created.connect(self._load)
        return self

    def __exit__(self, *_: object) -> None:
        connection_created.disconnect(self._load)

    def keep(self) -> None:
        """Once the database is set up: leave the copy that was missing."""
        connection_created.disconnect(self._load)
        if connection.vendor != "sqlite" or self.path.exists():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection.ensure_connection()
        made = self.path.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(made)) as target:
            connection.connection.backup(target)
        # Whole or not at all: another test process may look for it right now.
        made.replace(self.path)

    def _load(self, connection: Any, **_: Any) -> None:
        if connection.vendor != "sqlite" or not self.path.exists():
            return
        inner = connection.connection
        tables = inner.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if connection.is_in_memory_db() and not tables:
            with closing(sqlite3.connect(self.path)) as migrated:
                migrated.backup(inner)


def begin_as_copy(database: Path) -> None:
    """The file ``database``, as the copy; none where there is no copy yet."""
    copy = _path()
    if copy.exists():
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(copy, database)


def _path() -> Path:
    return _FOLDER / f"{_fingerprint()}.sqlite3"


def _fingerprint() -> str:
    digest = hashlib.sha256(django.__version__.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.name}/{file.name}".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:24]
