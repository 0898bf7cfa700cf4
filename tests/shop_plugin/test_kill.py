"""Real worker processes, killed while Retour has the order and has not answered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from tests.shop_plugin import orders

STORE = Path(__file__).parents[2] / "examples/oscar_store"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]


def _database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    # A server on a socket is named by its folder, which the URL cannot hold as host.
    host = values["HOST"] or values.get("OPTIONS", {}).get("host", "localhost")
    where = urlencode({"host": host, "port": values["PORT"] or "5432"})
    login = quote(values["USER"]) + (
        f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else ""
    )
    return f"postgresql://{login}@/{values['NAME']}?{where}"


@pytest.fixture
def start(retour: Any, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Starts ``manage.py retour_worker`` on the test's own database."""
    running: list[subprocess.Popen[bytes]] = []

    def run() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "retour_worker"],
            cwd=STORE,
            env={
                **os.environ,
                "DATABASE_URL": _database_url(),
                "DJANGO_SETTINGS_MODULE": "store.settings",
                "STORE_DATA_DIR": str(tmp_path),
                "RETOUR_URL": retour.url,
                "RETOUR_TOKEN": retour.token,
                "RETOUR_LINK_SECRET": "a secret both know",
                "RETOUR_LEASE_SECONDS": "2",
                "RETOUR_POLL_SECONDS": "0.1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "this took too long"
        time.sleep(0.05)


def test_a_worker_killed_in_mid_push_loses_and_doubles_nothing(
    start: Any, retour: Any
) -> None:
    killed = orders.place()
    reached, go_on = Event(), Event()

    def hold() -> None:
        reached.set()
        go_on.wait(20)

    retour.before_answer = hold
    first = start()
    assert reached.wait(20)
    first.send_signal(signal.SIGKILL)
    first.wait()
    order = orders.place()
    retour.before_answer = lambda: None
    go_on.set()

    start()
    until(lambda: not orders.is_dirty(killed) and not orders.is_dirty(order))

    assert sorted(retour.orders) == sorted([str(killed.pk), str(order.pk)])
    assert retour.statuses.count("created") == 2


def test_a_worker_asked_to_stop_ends_its_round_and_its_process(
    start: Any, retour: Any
) -> None:
    order = orders.place()
    process = start()
    until(lambda: not orders.is_dirty(order))

    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=10)

    assert process.returncode == 0
    assert output.decode().endswith("Retour's worker has stopped; nothing is lost.\n")
