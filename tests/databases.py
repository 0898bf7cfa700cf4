"""Databases for tests with real processes: migrated once a run, copied for each."""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.migrated import begin_as_copy
from tests.processes import Installation


class Databases:
    """Copies of one migrated database, on the kind of server of this run.

    All of a run's test processes name the same ``folder``: the first makes the
    original, which takes long, and the last to leave drops it. On PostgreSQL a test
    process's own database begins as the ``original``, too.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = os.environ.get("DATABASE_URL", "")
        self.on_postgres = self.url.startswith("postgres")
        self.made: list[str] = []

    def copy_into(self, folder: Path) -> str:
        """The URL of a fresh, migrated database; empty for SQLite in ``folder``."""
        if not self.on_postgres:
            shutil.copytree(self.folder / "data", folder / "data")
            return ""
        name = f"retour_race_{uuid.uuid4().hex[:8]}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, self.original)
        self.made.append(name)
        return self._named(name)

    def __enter__(self) -> Databases:
        with self._counted(1) as users:
            if users == 0:
                self._migrate()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in self.made:
            self._drop(name)
        with self._counted(-1) as users:
            if users == 1 and self.on_postgres:
                self._drop(self.original)
            if users == 1:
                shutil.rmtree(self.folder)

    def _migrate(self) -> None:
        url = ""
        if self.on_postgres:
            name = f"retour_race_{uuid.uuid4().hex[:8]}"
            self.folder.mkdir(parents=True)
            (self.folder / "name").write_text(name)
            self._execute("CREATE DATABASE {}", name)
            url = self._named(name)
        else:
            begin_as_copy(self.folder / "data" / "retour.sqlite3")
        Installation(self.folder, database_url=url).run(
            "-m", "retour_portal", "migrate", "--verbosity", "0"
        )

    @contextmanager
    def _counted(self, change: int) -> Iterator[int]:
        """How many test processes use the original, counted one at a time."""
        lock = self.folder.with_name(f"{self.folder.name}.users")
        with lock.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            users = int(file.read() or "0")
            yield users
            file.truncate(0)
            file.write(str(users + change))

    @property
    def original(self) -> str:
        """The migrated database's name, on PostgreSQL."""
        return (self.folder / "name").read_text()

    def _drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _named(self, name: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._named("postgres"), autocommit=True) as server:
            identifiers = [sql.Identifier(name) for name in names]
            server.execute(sql.SQL(statement).format(*identifiers))  # type: ignore[arg-type]
