"""A file of a million rows, killed half-way and resumed: memory and speed.

The command is run as a person runs it; ``RETOUR_TEST_IMPORT_ROWS`` changes the length.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench.timing import progress
from retour_core.orders.models import Order, OrderRevision
from tests.core.imports.conftest import HEADER, line
from tests.factories import make_shop

ROWS = int(os.environ.get("RETOUR_TEST_IMPORT_ROWS", "1000000"))
_ROWS_PER_ORDER = 4
_COMMAND = ("-m", "retour_portal", "import_orders")


def measure() -> list[str]:
    shop = make_shop()
    file = Path(settings.DATA_DIR) / "orders.csv"
    with file.open("w") as out:
        out.write(f"{HEADER}\n")
        for n in range(ROWS):
            number = f"N{n // _ROWS_PER_ORDER}"
            out.write(line(number, SKU=f"S{n % _ROWS_PER_ORDER}") + "\n")
    orders = ROWS // _ROWS_PER_ORDER
    started = time.perf_counter()
    job_id = _killed_halfway([str(file), "--shop", shop.key])
    at_kill = Order.objects.count()
    told = _run(["--resume", job_id])
    seconds = time.perf_counter() - started
    stored = (Order.objects.count(), OrderRevision.objects.count())
    if stored != (orders, orders):
        raise RuntimeError(f"{told}: {stored} orders and revisions, not {orders}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    return [
        f"{ROWS:,} rows, {orders:,} orders, killed at {at_kill:,} and resumed",
        f"most memory of the process (< 300 MB)       {used.ru_maxrss // 1024:>9,} MB",
        f"by the clock                                {orders / seconds:>9,.0f}/s",
        f"by a core of the command                    {orders / cpu:>9,.0f}/s",
    ]


def _killed_halfway(arguments: list[str]) -> str:
    """Run the import up to half, kill -9; the id to resume it by."""
    job_id = ""
    with _started(arguments) as command:
        for told in command.stdout or ():
            job_id = job_id or told.split()[1].rstrip(":")
            if _share(told) >= 0.5:
                command.kill()
                break
    return job_id


def _run(arguments: list[str]) -> str:
    told = ""
    with _started(arguments) as command:
        for told in command.stdout or ():
            _share(told)
    if command.returncode:
        raise RuntimeError(told)
    return told


def _share(told: str) -> float:
    """Of the file, as the command tells it: ``12 %  row 120000, 0 rejected``."""
    percent, _, rest = told.strip().partition(" ")
    if not rest.startswith("%"):
        return 0.0
    share = int(percent) / 100
    progress("import", share)
    return share


def _started(arguments: list[str]) -> subprocess.Popen[str]:
    name = connection.settings_dict["NAME"]
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        before, _, host = url.partition("?")
        url = f"{before.rpartition('/')[0]}/{name}" + (f"?{host}" if host else "")
    return subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, *_COMMAND, *arguments],
        env={**os.environ, "DATABASE_URL": url, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
