from __future__ import annotations

import itertools

import pytest

from retour_core.domain.states import (
    CUSTOMER_MAY_CANCEL,
    HOLDING_STATES,
    OPEN_STATES,
    TRANSITIONS,
    ReturnState,
    TransitionRefused,
    check_transition,
)

# Written out by hand: the table in the code must not be its own witness.
ALLOWED = {
    "draft": "requested expired",
    "requested": "approved rejected cancelled",
    "approved": "awaiting_payment label_pending ready settled cancelled",
    "rejected": "approved",
    "awaiting_payment": "label_pending cancelled expired",
    "label_pending": "ready label_failed cancelled",
    "label_failed": "label_pending ready cancelled",
    "ready": "in_transit arrived inspected cancelled expired",
    "in_transit": "arrived bounced inspected",
    "arrived": "inspected bounced",
    "bounced": "label_pending ready in_transit cancelled",
    "inspected": "settled",
    "settled": "",
    "cancelled": "",
    "expired": "in_transit arrived inspected",
}
PAIRS = list(itertools.product(ALLOWED, ALLOWED))


@pytest.mark.parametrize(
    ("current", "target"), [p for p in PAIRS if p[1] in ALLOWED[p[0]].split()]
)
def test_the_step_is_allowed(current: str, target: str) -> None:
    check_transition(ReturnState(current), ReturnState(target))


@pytest.mark.parametrize(
    ("current", "target"), [p for p in PAIRS if p[1] not in ALLOWED[p[0]].split()]
)
def test_the_step_is_refused_and_says_which(current: str, target: str) -> None:
    with pytest.raises(TransitionRefused) as refusal:
        check_transition(ReturnState(current), ReturnState(target))

    assert refusal.value.code == "transition_refused"
    assert refusal.value.context == {"current": current, "target": target}
    assert refusal.value.message == (
        f"A return that is “{current}” cannot become “{target}”."
    )


def test_every_state_has_a_row_in_the_table() -> None:
    assert set(TRANSITIONS) == set(ReturnState)
    assert {str(state) for state in ReturnState} == set(ALLOWED)


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached, fresh = set(), {ReturnState.DRAFT}
    while fresh:
        reached |= fresh
        fresh = {t for state in fresh for t in TRANSITIONS[state]} - reached

    assert reached == set(ReturnState)


def test_every_open_state_leads_to_an_end() -> None:
    ends = {state for state in ReturnState if not TRANSITIONS[state]}
    leading = set(ends)
    while True:
        more = {s for s in ReturnState if TRANSITIONS[s] & leading} - leading
        if not more:
            break
        leading |= more

    assert ends == {ReturnState.SETTLED, ReturnState.CANCELLED}
    assert leading == set(ReturnState)


def test_a_return_that_ended_without_goods_holds_no_units() -> None:
    assert set(ReturnState) - HOLDING_STATES == {
        ReturnState.DRAFT,
        ReturnState.REJECTED,
        ReturnState.CANCELLED,
        ReturnState.EXPIRED,
    }
    assert set(ReturnState) - OPEN_STATES == {
        ReturnState.SETTLED,
        ReturnState.REJECTED,
        ReturnState.CANCELLED,
        ReturnState.EXPIRED,
    }


def test_a_customer_may_cancel_only_where_the_table_allows_it() -> None:
    possible = {s for s in ReturnState if ReturnState.CANCELLED in TRANSITIONS[s]}

    # A parcel that bounced may still be on its way: only a person decides that.
    assert possible - CUSTOMER_MAY_CANCEL == {ReturnState.BOUNCED}
    assert possible >= CUSTOMER_MAY_CANCEL
