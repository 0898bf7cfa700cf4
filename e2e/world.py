"""A whole Retour and a whole store, as real processes on free ports."""

from __future__ import annotations

import email
import email.policy
import json
import os
import socket
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

from retour_portal.demo.installation import Demo
from retour_portal.runtime.supervisor import Program, end
from tests.carriers.stub import running_stub
from tests.migrated import begin_as_copy

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent


def eventually(look: Callable[[], T | None], what: str, seconds: float = 30) -> T:
    """What ``look`` finds, as soon as it finds something; fails naming ``what``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds:.0f} s for {what}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class World:
    """The demo's processes under a test's control: start, stop and kill by name."""

    RETOUR = ("web", "worker", "beat")
    STORE = ("store", "store-worker")

    def __init__(self, data_dir: Path) -> None:
        self._open = ExitStack()
        carrier = self._open.enter_context(running_stub())
        self.demo = Demo(
            port=free_port(),
            store_port=free_port(),
            data_dir=data_dir,
            store=ROOT / "examples" / "oscar_store",
            settings={"RETOUR_CARRIER_SANDBOX_URL": carrier.url},
        )
        begin_as_copy(data_dir / "retour" / "retour.sqlite3")
        self.demo.prepare()
        self.programs: dict[str, Program] = {p.name: p for p in self.demo.programs()}

    @property
    def store_url(self) -> str:
        return self.demo.store_url

    @property
    def retour_url(self) -> str:
        return self.demo.retour_url

    def portal_url(self, brand: str) -> str:
        return str(self.demo.facts["portals"][brand])

    def start(self, *names: str) -> None:
        for name in names:
            program = self.programs[name]
            if program.process is None or program.process.poll() is not None:
                program.launch()
        if "web" in names:
            self._answers(f"{self.retour_url}/readyz")
        if "store" in names:
            self._answers(f"{self.store_url}/en/")

    def stop(self, *names: str) -> None:
        end([self.programs[name] for name in names])

    def kill(self, name: str) -> None:
        """kill -9, children and all."""
        process = self.programs[name].process
        assert process is not None
        os.killpg(process.pid, 9)
        process.wait()

    def api(self, path: str) -> Any:
        request = urllib.request.Request(
            f"{self.retour_url}/api/v1{path}",
            headers={"Authorization": f"Bearer {self.demo.facts['token']}"},
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)

    def retour_rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return _rows(self.demo.data_dir / "retour" / "retour.sqlite3", sql, values)

    def brand_key(self, slug: str) -> int:
        """The key of a brand in addresses of the back office."""
        sql = "SELECT id FROM retour_brands_brand WHERE slug = ?"
        [(key,)] = self.retour_rows(sql, slug)
        return int(key)

    def store_rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        [database] = (self.demo.data_dir / "store").glob("*.sqlite3")
        return _rows(database, sql, values)

    def mails(self, to: str) -> list[EmailMessage]:
        """Mails to an address, oldest first."""
        found = []
        for file in sorted((self.demo.data_dir / "retour" / "mail").glob("*.eml")):
            mail = email.message_from_bytes(
                file.read_bytes(), policy=email.policy.default
            )
            assert isinstance(mail, EmailMessage)
            if to in str(mail["To"]):
                found.append(mail)
        return found

    @contextmanager
    def inside(self, module: str) -> Iterator[Callable[[str], str]]:
        """A module run with the installation's settings: it answers a line with a
        line, and the first one once it is ready."""
        process = self.demo.start_inside(["-m", module])
        told, heard = process.stdin, process.stdout
        assert told is not None
        assert heard is not None

        def ask(line: str) -> str:
            told.write(f"{line}\n")
            told.flush()
            return heard.readline().strip()

        assert heard.readline().strip() == "ready"
        try:
            yield ask
        finally:
            told.close()
            process.wait(20)
            heard.close()

    def close(self) -> None:
        end(list(self.programs.values()))
        self._open.close()

    def _answers(self, url: str) -> None:
        def look() -> bool:
            try:
                urllib.request.urlopen(url, timeout=5).close()
            except OSError:
                return False
            return True

        eventually(look, f"{url} to answer (logs in {self.demo.logs})", 60)


def _rows(database: Path, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()
