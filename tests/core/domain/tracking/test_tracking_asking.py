from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from retour_core.domain.tracking import Progress, TrackingStatus
from retour_core.domain.tracking.asking import next_ask

S = TrackingStatus
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def pause(
    status: TrackingStatus, *, quiet_days: float = 0, jitter: float = 0
) -> timedelta | None:
    since = NOW - timedelta(days=quiet_days)
    at = next_ask(Progress(status=status), since=since, now=NOW, jitter=jitter)
    return None if at is None else at - NOW


@pytest.mark.parametrize(
    ("status", "hours"),
    [(S.ANNOUNCED, 12), (S.IN_TRANSIT, 4), (S.OUT_FOR_DELIVERY, 1), (S.PROBLEM, 6)],
)
def test_a_parcel_near_its_end_is_asked_for_more_often(
    status: TrackingStatus, hours: int
) -> None:
    assert pause(status) == timedelta(hours=hours)


def test_a_parcel_without_news_is_asked_for_ever_more_seldom() -> None:
    quiet = [pause(S.IN_TRANSIT, quiet_days=days) for days in (0, 7, 21, 59)]
    assert quiet == [timedelta(hours=hours) for hours in (4, 8, 16, 24)]


def test_after_sixty_days_without_news_nobody_asks() -> None:
    assert pause(S.ANNOUNCED, quiet_days=60.1) is None


@pytest.mark.parametrize(
    "status", [S.DELIVERED, S.RETURNED, S.LOST, S.CANCELLED, S.EXPIRED]
)
def test_after_the_end_nobody_asks(status: TrackingStatus) -> None:
    assert pause(status) is None


def test_parcels_that_began_together_ask_apart() -> None:
    pauses = [pause(S.IN_TRANSIT, jitter=jitter) for jitter in (-1, 1)]
    assert pauses == [timedelta(hours=3.2), timedelta(hours=4.8)]
