from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.tracking import TrackingStatus
from retour_core.domain.tracking.alarms import ALARMING, alarms_after

ANY = st.sampled_from(TrackingStatus)
OVER = [s for s in TrackingStatus if s not in {*ALARMING, "unknown", "delayed"}]


def told(statuses: list[TrackingStatus]) -> list[set[str]]:
    """What is told with each status, one after the other."""
    held: list[list[str]] = [[]]
    for status in statuses:
        held.append(alarms_after(held[-1], status))
    return [set(after) - set(before) for before, after in pairwise(held)]


@given(st.lists(ANY, max_size=30))
def test_each_kind_is_told_once_until_the_trouble_is_over(
    statuses: list[TrackingStatus],
) -> None:
    since: set[str] = set()
    for status, new in zip(statuses, told(statuses), strict=True):
        if status in OVER:
            since = set()
        assert new == ({status.value} - since if status in ALARMING else set())
        since |= new


@given(st.lists(ANY, max_size=20), st.integers(1, 4))
def test_the_same_said_again_tells_nothing_more(
    statuses: list[TrackingStatus], times: int
) -> None:
    repeated = [status for status in statuses for _ in range(times)]
    assert [new for new in told(repeated) if new] == [
        new for new in told(statuses) if new
    ]


@given(st.sets(st.sampled_from(["after_end", "problem", "lost"])), ANY)
def test_what_else_was_told_stays_told(known: set[str], status: TrackingStatus) -> None:
    assert ("after_end" in alarms_after(known, status)) == ("after_end" in known)
