"""Slowing down people who guess: wrong tries per order number, client and brand.

Only wrong tries count, so customers who know their order are never slowed. A count
is a plain cache value; tries that race each other may share one, which lets through
at most as many more as the server has threads.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from retour_core.orders.numbers import number_key

WINDOW_SECONDS = 3600
TRIES_PER_ORDER = 10
TRIES_PER_ADDRESS = 40
TRIES_PER_BRAND = 3000


@dataclass(frozen=True)
class Attempt:
    """One try to find an order; ``address`` is the client's network address."""

    brand_id: int
    number: str
    address: str


def attempt_of(request: HttpRequest, brand_id: int, number: str) -> Attempt:
    return Attempt(brand_id, number, str(request.META.get("REMOTE_ADDR", "")))


def seconds_to_wait(attempt: Attempt, *, now: float) -> int | None:
    """How long this visitor must wait, or None; ``now`` in Unix seconds."""
    return wait_for(dict(_limits(attempt, now)), now=now)


def count_wrong_try(attempt: Attempt, *, now: float) -> None:
    count([key for key, _ in _limits(attempt, now)])


def wait_for(limits: Mapping[str, int], *, now: float) -> int | None:
    """Seconds until one may go on, or None; ``limits`` are how often for each
    ``count_key``."""
    counts = cache.get_many(list(limits))
    if all(counts.get(key, 0) < limit for key, limit in limits.items()):
        return None
    return WINDOW_SECONDS - int(now) % WINDOW_SECONDS


def count(keys: Iterable[str]) -> None:
    wanted = list(keys)
    counts = cache.get_many(wanted)
    cache.set_many(
        {key: counts.get(key, 0) + 1 for key in wanted}, timeout=WINDOW_SECONDS
    )


def take_turn(key: str, limit: int, *, now: float) -> int | None:
    """Count one more under ``key`` (a ``count_key``); beyond ``limit``, the seconds to
    wait instead."""
    taken = cache.get(key, 0)
    if taken >= limit:
        return WINDOW_SECONDS - int(now) % WINDOW_SECONDS
    cache.set(key, taken + 1, timeout=WINDOW_SECONDS)
    return None


def count_key(scope: str, now: float, *parts: str) -> str:
    """Where to count in the hour of ``now``; nothing of ``parts`` can be read in it."""
    window = int(now) // WINDOW_SECONDS
    digest = salted_hmac("retour.flow.throttle", "\0".join(parts)).hexdigest()
    return f"retour-throttle-{scope}-{window}-{digest}"


def _limits(attempt: Attempt, now: float) -> Iterator[tuple[str, int]]:
    brand = str(attempt.brand_id)
    order = count_key("order", now, brand, number_key(attempt.number))
    yield order, TRIES_PER_ORDER
    yield count_key("address", now, network(attempt.address)), TRIES_PER_ADDRESS
    yield count_key("brand", now, brand), TRIES_PER_BRAND


def network(address: str) -> str:
    """One IPv6 household has a whole /64 to guess from."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed), 64), strict=False))
