from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.digests import Rhythm, next_digest

_ZONES = st.sampled_from(
    ["Europe/Berlin", "Europe/Dublin", "America/New_York", "Asia/Kolkata", "UTC"]
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


_TIMES = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: utc(2026, 1, 1) + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (utc(2026, 11, 27, 6, 59), utc(2026, 11, 27, 7)),
        (utc(2026, 11, 27, 7), utc(2026, 11, 28, 7)),
        (utc(2026, 7, 1, 7), utc(2026, 7, 2, 6)),  # summer time
    ],
)
def test_a_daily_digest_comes_at_its_hour_of_the_companys_clock(
    after: datetime, due: datetime
) -> None:
    told = next_digest(Rhythm.DAILY, after=after, hour=8, zone="Europe/Berlin")
    assert told == due


def test_a_weekly_digest_comes_on_mondays() -> None:
    friday = utc(2026, 11, 27, 12)
    told = next_digest(Rhythm.WEEKLY, after=friday, hour=8, zone="Europe/Berlin")
    assert told == utc(2026, 11, 30, 7)


def test_an_hour_that_a_clock_change_skips_is_the_one_after_it() -> None:
    night = utc(2027, 3, 28)
    told = next_digest(Rhythm.DAILY, after=night, hour=2, zone="Europe/Berlin")
    assert told.astimezone(ZoneInfo("Europe/Berlin")).hour == 3


def test_what_is_told_at_once_has_no_digest() -> None:
    with pytest.raises(ValueError, match="no digest"):
        next_digest(Rhythm.AT_ONCE, after=utc(2026, 1, 1), hour=8, zone="UTC")


@given(_TIMES, st.integers(0, 23), _ZONES, st.sampled_from(["daily", "weekly"]))
def test_the_next_digest_is_later_and_none_is_left_out(
    after: datetime, hour: int, zone: str, rhythm: str
) -> None:
    kind = Rhythm(rhythm)
    due = next_digest(kind, after=after, hour=hour, zone=zone)
    longest = timedelta(days=1 if kind is Rhythm.DAILY else 7, hours=2)
    assert after < due <= after + longest
    assert (
        next_digest(kind, after=due - timedelta(seconds=1), hour=hour, zone=zone) == due
    )
