from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection


def rate(work: Callable[[], object], units: int, *, rounds: int = 3) -> float:
    """Units a second of the best of ``rounds`` runs."""
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return units / best


def line(name: str, value: float, base: float, against: str) -> str:
    return f"{name:<44}{value:>9,.0f}/s   {value / base:6.2f} × {against}"


def told(goal: str, is_met: bool) -> str:  # noqa: FBT001 - said in words
    """The goal beside a value, and whether it was met."""
    return f"   goal {goal}: {'met' if is_met else 'MISSED'}"


class CoreClock:
    """Seconds one core worked for us, however busy the machine is with others.

    Ours, and those of PostgreSQL's process that serves our connection, if it is on this
    machine: the two take turns.
    """

    def __init__(self) -> None:
        self._server: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self._server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
            if not self._server.exists():
                raise RuntimeError(
                    "The work of a database elsewhere cannot be counted."
                )

    def __call__(self) -> float:
        own = time.process_time()
        if self._server is None:
            return own
        # Nanoseconds on a core, then two figures about waiting for one.
        return own + int(self._server.read_text().split()[0]) / 1e9


def progress(name: str, share: float) -> None:
    """A bar where somebody looks at it; nothing in a file."""
    if not sys.stderr.isatty():
        return
    filled = round(share * 20)
    end = "\r\033[K" if share >= 1 else ""
    bar = f"\r  [{'#' * filled:.<20}] {share:4.0%} {name}{end}"
    print(bar, end="", file=sys.stderr, flush=True)
