from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.windows import window_end

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("anchor", "days", "zone", "end"),
    [
        ("2026-11-10T09:00:00+00:00", 14, "Europe/Berlin", "2026-11-25T00:00:00+01:00"),
        # Late in the evening in UTC it is the next day already in Berlin.
        ("2026-11-10T23:30:00+00:00", 14, "Europe/Berlin", "2026-11-26T00:00:00+01:00"),
        ("2026-11-10T09:00:00+00:00", 14, "Asia/Tokyo", "2026-11-25T00:00:00+09:00"),
        # The clocks change inside: calendar days, not multiples of 24 hours.
        ("2026-10-20T10:00:00+00:00", 14, "Europe/Berlin", "2026-11-04T00:00:00+01:00"),
        ("2026-03-20T10:00:00+00:00", 14, "Europe/Berlin", "2026-04-04T00:00:00+02:00"),
        ("2024-02-15T10:00:00+00:00", 14, "UTC", "2024-03-01T00:00:00+00:00"),
        ("2026-11-10T09:00:00+00:00", 0, "UTC", "2026-11-11T00:00:00+00:00"),
    ],
)
def test_the_day_of_the_event_is_not_counted_and_the_last_day_is(
    anchor: str, days: int, zone: str, end: str
) -> None:
    found = window_end(datetime.fromisoformat(anchor), days, ZoneInfo(zone))

    assert found.isoformat() == end


@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
    days=st.integers(0, 400),
)
def test_nobody_gets_less_than_the_days_promised(moment: datetime, days: int) -> None:
    anchor = moment.replace(tzinfo=UTC)

    end = window_end(anchor, days, BERLIN)

    assert timedelta(days=days) - timedelta(hours=1) < end - anchor
    assert end - anchor <= timedelta(days=days + 1, hours=1)
    assert end.astimezone(BERLIN).time().isoformat() == "00:00:00"
