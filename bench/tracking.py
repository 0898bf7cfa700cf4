"""Tracking events: taken in, kept once, and their returns moved."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.returns.models import Return
from retour_core.tracking.models import TrackingEvent
from retour_core.tracking.operations import ingest, track
from tests.factories import NOW, make_brand, make_order, make_return, make_shop

RETURNS, BATCH = 2000, 500
_COURSE = (
    TrackingStatus.ANNOUNCED,
    TrackingStatus.ACCEPTED,
    TrackingStatus.IN_TRANSIT,
    TrackingStatus.OUT_FOR_DELIVERY,
    TrackingStatus.DELIVERED,
)


def measure() -> list[str]:
    """2,000 parcels of five scans each, as a day brings them: first scan by first scan,
    so that every return moves twice; then all of them told again."""
    shop = make_shop(make_brand("tracked", methods=["own_carrier"]))
    numbers = [f"T{count:08}" for count in range(RETURNS)]
    for number in numbers:
        track(make_return(make_order(shop)), number, since=NOW)
    scans = [
        _scan(number, status, step)
        for step, status in enumerate(_COURSE)
        for number in numbers
    ]
    first, again = _seconds(scans), _seconds(scans)
    kept, arrived = TrackingEvent.objects.count(), _arrived()
    if (kept, arrived) != (len(scans), RETURNS):
        raise RuntimeError(f"{kept} events were kept, {arrived} returns arrived.")
    return [
        f"{len(scans):,} events, new (< 20 s)          {first:8.1f} s",
        f"the same {len(scans):,} told again          {again:8.1f} s",
    ]


def _seconds(scans: list[Scan]) -> float:
    started = time.perf_counter()
    for start in range(0, len(scans), BATCH):
        ingest("bench", scans[start : start + BATCH], received_at=_at(5))
    return time.perf_counter() - started


def _scan(number: str, status: TrackingStatus, step: int) -> Scan:
    return Scan(number=number, status=status, code=status.value, at=_at(step))


def _at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def _arrived() -> int:
    return Return.objects.filter(brand__slug="tracked", state="arrived").count()
