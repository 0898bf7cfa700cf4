from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.states import TRANSITIONS, ReturnState
from retour_core.domain.tracking import Progress, TrackingStatus, steps_to
from retour_core.domain.tracking.statuses import PHYSICAL

R, S = ReturnState, TrackingStatus
AT = datetime(2026, 11, 20, tzinfo=UTC)


def at(status: TrackingStatus) -> Progress:
    sent = AT if status in PHYSICAL else None
    return Progress(status=status, sent_at=sent)


@pytest.mark.parametrize(
    ("state", "parcels", "steps"),
    [
        (R.READY, [S.ANNOUNCED], ()),
        (R.READY, [S.CANCELLED], ()),
        (R.READY, [S.ACCEPTED], (R.IN_TRANSIT,)),
        (R.READY, [S.DELIVERED], (R.ARRIVED,)),
        (R.READY, [S.RETURNED], (R.IN_TRANSIT, R.BOUNCED)),
        (R.IN_TRANSIT, [S.OUT_FOR_DELIVERY], ()),
        (R.IN_TRANSIT, [S.DELIVERED], (R.ARRIVED,)),
        (R.IN_TRANSIT, [S.DELIVERED, S.IN_TRANSIT], ()),
        (R.IN_TRANSIT, [S.DELIVERED, S.ANNOUNCED], (R.ARRIVED,)),
        (R.IN_TRANSIT, [S.RETURNING], (R.BOUNCED,)),
        (R.IN_TRANSIT, [S.RETURNED, S.IN_TRANSIT], ()),
        (R.ARRIVED, [S.IN_TRANSIT], ()),
        (R.ARRIVED, [S.RETURNED], (R.BOUNCED,)),
        (R.BOUNCED, [S.RETURNED], ()),
        (R.BOUNCED, [S.RETURNED, S.IN_TRANSIT], (R.IN_TRANSIT,)),
        (R.BOUNCED, [S.RETURNED, S.DELIVERED], (R.IN_TRANSIT, R.ARRIVED)),
        (R.INSPECTED, [S.DELIVERED], ()),
        (R.SETTLED, [S.RETURNED], ()),
        (R.CANCELLED, [S.ACCEPTED], ()),
        (R.EXPIRED, [S.ACCEPTED], (R.IN_TRANSIT,)),
        (R.LABEL_PENDING, [S.ACCEPTED], ()),
    ],
)
def test_a_return_follows_its_parcels(
    state: ReturnState, parcels: list[TrackingStatus], steps: tuple[ReturnState, ...]
) -> None:
    assert steps_to(state, [at(status) for status in parcels]) == steps


@given(
    st.sampled_from(list(R)),
    st.lists(st.sampled_from(list(S)).map(at), max_size=3),
)
def test_every_step_is_one_the_table_allows(
    state: ReturnState, parcels: list[Progress]
) -> None:
    for step in steps_to(state, parcels):
        assert step in TRANSITIONS[state]
        state = step
    assert steps_to(state, parcels) == ()
