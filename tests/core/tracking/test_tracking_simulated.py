from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retour_core.tracking.models import TrackedParcel, TrackingEvent
from retour_core.tracking.queries import parcels_of
from retour_core.tracking.simulating import simulate
from tests.core.tracking.scanned import followed, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pace(settings: Any) -> None:
    settings.RETOUR_SIMULATED_SCAN_SECONDS = 10


def watch(parcel: TrackedParcel, seconds: int) -> str:
    simulate(now=parcel.created_at + timedelta(seconds=seconds))
    return state_of(parcel.parent)


def test_a_parcel_moves_while_somebody_watches() -> None:
    parcel = followed()
    states = [watch(parcel, seconds) for seconds in (0, 19, 20, 55, 60, 61)]
    assert states == ["ready", "ready", "in_transit", "in_transit"] + ["arrived"] * 2
    [one] = parcels_of(parcel.parent)
    assert [(told.status.value, told.place) for told in reversed(one.told)] == [
        ("announced", "Berlin, DE"),
        ("accepted", "Berlin, DE"),
        ("in_transit", "Berlin, DE"),
        ("in_transit", "Hamburg, DE"),
        ("out_for_delivery", "Hamburg, DE"),
        ("delivered", "Hamburg, DE"),
    ]


def test_where_nothing_is_simulated_nothing_moves(settings: Any) -> None:
    settings.RETOUR_SIMULATED_SCAN_SECONDS = 0
    assert watch(followed(), 1000) == "ready"
    assert not TrackingEvent.objects.exists()
