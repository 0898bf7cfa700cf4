from __future__ import annotations

import time
from collections.abc import Callable


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
