from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.tracking import (
    PHYSICAL,
    Known,
    Progress,
    Scan,
    TrackingStatus,
    progress_of,
)

S = TrackingStatus
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def hour(count: float) -> datetime:
    return START + timedelta(hours=count)


def told(
    status: TrackingStatus,
    at: float | None,
    *,
    received: float | None = None,
    code: str = "",
) -> Known:
    scan = Scan(
        number="1",
        status=status,
        code=code or status,
        at=None if at is None else hour(at),
    )
    return Known(scan, hour(at or 0) if received is None else hour(received))


_KNOWN = st.builds(
    told,
    st.sampled_from(list(S)),
    st.one_of(st.none(), st.integers(-3, 12)),
    received=st.integers(0, 12),
    code=st.sampled_from(["", "a", "b"]),
)


@given(st.lists(_KNOWN, max_size=8), st.data())
def test_disorder_and_repetition_change_nothing(
    known: list[Known], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(known), max_size=6)) if known else []
    mixed = data.draw(st.permutations(known + again))
    assert progress_of(mixed) == progress_of(known)


@given(st.lists(_KNOWN, max_size=8), st.integers(0, 30))
def test_being_told_again_later_changes_nothing(known: list[Known], later: int) -> None:
    again = [Known(one.scan, one.received_at + timedelta(hours=later)) for one in known]
    assert progress_of(again + known) == progress_of(known)


@given(st.lists(_KNOWN, max_size=8), _KNOWN)
def test_one_more_scan_only_makes_the_sending_earlier(
    known: list[Known], one: Known
) -> None:
    before, after = progress_of(known), progress_of([*known, one])
    if before.sent_at is not None and before.known_at is not None:
        assert after.sent_at is not None
        assert after.known_at is not None
        assert after.sent_at <= before.sent_at
        assert after.known_at <= before.known_at


@given(st.lists(_KNOWN, min_size=1, max_size=8))
def test_the_first_physical_scan_is_the_earliest_one(known: list[Known]) -> None:
    physical = [one for one in known if one.scan.status in PHYSICAL]
    assert (progress_of(known).sent_at is None) == (not physical)


@pytest.mark.parametrize(
    ("course", "status"),
    [
        ([], S.UNKNOWN),
        ([S.ANNOUNCED], S.ANNOUNCED),
        ([S.ANNOUNCED, S.UNKNOWN], S.ANNOUNCED),
        ([S.ACCEPTED, S.ANNOUNCED], S.ACCEPTED),
        ([S.CANCELLED, S.ACCEPTED], S.ACCEPTED),
        ([S.IN_TRANSIT, S.EXPIRED], S.IN_TRANSIT),
        ([S.IN_TRANSIT, S.PROBLEM, S.OUT_FOR_DELIVERY], S.OUT_FOR_DELIVERY),
        ([S.DELIVERED, S.IN_TRANSIT], S.DELIVERED),
        ([S.DELIVERED, S.PROBLEM], S.DELIVERED),
        ([S.DELIVERED, S.RETURNING], S.RETURNING),
        ([S.IN_TRANSIT, S.RETURNING, S.IN_TRANSIT], S.RETURNING),
        ([S.IN_TRANSIT, S.RETURNING, S.DELIVERED], S.RETURNED),
        ([S.IN_TRANSIT, S.RETURNED, S.DELIVERED], S.RETURNED),
    ],
)
def test_the_status_follows_the_course(
    course: list[TrackingStatus], status: TrackingStatus
) -> None:
    known = [told(one, at) for at, one in enumerate(course)]
    assert progress_of(known).status is status


def test_a_clock_that_is_fast_is_taken_at_the_moment_of_the_news() -> None:
    known = [told(S.ACCEPTED, 50, received=3)]
    assert progress_of(known).sent_at == hour(3)


def test_a_scan_without_a_time_happened_when_it_was_told() -> None:
    assert progress_of([told(S.ACCEPTED, None, received=3)]).sent_at == hour(3)


def test_news_of_an_old_scan_dates_the_sending_and_not_our_knowledge() -> None:
    known = [told(S.ACCEPTED, 1, received=30), told(S.IN_TRANSIT, 20)]
    progress = progress_of(known)
    assert (progress.sent_at, progress.known_at) == (hour(1), hour(20))


def test_an_announcement_proves_no_sending() -> None:
    known = [told(S.ANNOUNCED, 1), told(S.DELAYED, 2), told(S.PROBLEM, 3)]
    assert progress_of(known) == Progress(status=S.PROBLEM, last_at=hour(3))


def test_what_happened_before_the_number_was_ours_is_another_parcel() -> None:
    known = [told(S.DELIVERED, 1), told(S.ACCEPTED, 10)]
    progress = progress_of(known, since=hour(5))
    assert (progress.status, progress.sent_at) == (S.ACCEPTED, hour(10))


def test_the_end_is_when_it_was_first_delivered() -> None:
    known = [told(S.ACCEPTED, 1), told(S.DELIVERED, 5), told(S.DELIVERED, 9)]
    assert progress_of(known).ended_at == hour(5)
