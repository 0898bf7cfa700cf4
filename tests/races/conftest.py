from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.processes import Installation

NewInstallation = Callable[..., Installation]


class Databases:
    """Migrated once, copied for every test: on the kind of server of this run."""

    def __init__(self, folder: Path) -> None:
        self.url = os.environ.get("DATABASE_URL", "")
        self.template = f"retour_race_{uuid.uuid4().hex[:8]}"
        self.made: list[str] = []
        self.folder = folder
        self.on_postgres = self.url.startswith("postgres")
        if self.on_postgres:
            self._execute("CREATE DATABASE {}", self.template)
            self.made.append(self.template)
        Installation(folder, database_url=self._named(self.template)).run(
            "-m", "retour_portal", "migrate", "--verbosity", "0"
        )

    def copy_into(self, folder: Path) -> str:
        """The URL of a fresh, migrated database; empty for SQLite in ``folder``."""
        if not self.on_postgres:
            shutil.copytree(self.folder / "data", folder / "data")
            return ""
        name = f"retour_race_{uuid.uuid4().hex[:8]}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, self.template)
        self.made.append(name)
        return self._named(name)

    def drop(self) -> None:
        for name in reversed(self.made):
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _named(self, name: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{name}").geturl() if self.url else ""

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._named("postgres"), autocommit=True) as server:
            identifiers = [sql.Identifier(name) for name in names]
            server.execute(sql.SQL(statement).format(*identifiers))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("migrated"))
    yield made
    made.drop()


@pytest.fixture
def installation(databases: Databases, tmp_path: Path) -> Iterator[NewInstallation]:
    """Makes a migrated installation with the environment given; ended afterwards."""
    with ExitStack() as stack:

        def make(**env: str) -> Installation:
            folder = tmp_path / uuid.uuid4().hex[:6]
            folder.mkdir()
            url = databases.copy_into(folder)
            return stack.enter_context(Installation(folder, database_url=url, **env))

        yield make
