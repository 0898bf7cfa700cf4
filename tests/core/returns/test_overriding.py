"""Staff decide otherwise about a return, and what follows from it."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.brands.models import ReturnAddress
from retour_core.domain.policies import Cause, Decision, OverrideRefused, Slot
from retour_core.domain.states import ReturnState
from retour_core.orders.models import Order
from retour_core.returns.actors import SYSTEM, Actor
from retour_core.returns.choices import ActorKind, RequestKind
from retour_core.returns.drafts import Selection
from retour_core.returns.models import Return
from retour_core.returns.operations import create_return, reject
from retour_core.returns.overriding import override
from retour_core.returns.receiving import receive
from retour_core.returns.refunding import refund, refundable
from retour_core.returns.transition import lock_return, move
from tests.core.policies.asking import rule
from tests.factories import NOW, grant, line_data, make_draft, make_order, make_return

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.STAFF, "anna")


def waiting(**policy: Any) -> Return:
    """Requested, until an agent decides."""
    order = make_order()
    grant(order.brand, approval="agent", **policy)
    return make_return(order)


def otherwise(ret: Return, outcome: str, value: Any, **values: Any) -> Return:
    return override(ret, outcome, value, actor=ANNA, now=NOW, **values)


def kept(ret: Return) -> Decision:
    ret.refresh_from_db()
    return Decision.model_validate(ret.decision)


def test_it_is_kept_with_who_when_and_why() -> None:
    ret = waiting(restocking_percent="10")
    otherwise(ret, "restocking_percent", "0", note="regular customer")
    decision = kept(ret)
    because = decision.item("1").cause_of(Slot.RESTOCKING)
    assert (because.cause, because.actor) == (Cause.STAFF, "anna")
    assert decision.overrides[-1].at == NOW
    event = ret.events.get(kind="decision.overridden")
    assert (event.actor_kind, event.actor_name) == ("staff", "anna")
    assert event.data == {
        "outcome": "restocking_percent",
        "value": "0",
        "line": "",
        "note": "regular customer",
        "before": {"1": "10", "": "10"},
    }


def test_approving_by_override_sends_the_return_on_its_way() -> None:
    ret = otherwise(waiting(), "auto_approve", True)
    assert ret.state == "label_pending"


def test_refusing_by_override_rejects_with_its_words_in_the_customers_language() -> (
    None
):
    ret = waiting()
    Return.objects.update(locale="de")
    otherwise(ret, "not_returnable", {"en": "Worn.", "de": "Getragen."})
    ret.refresh_from_db()
    assert (ret.state, ret.rejection_reason) == ("rejected", "Getragen.")


def test_one_item_of_several_cannot_be_refused_by_itself() -> None:
    order = make_order(lines=[line_data("1"), line_data("2", title="Hat")])
    grant(order.brand, approval="agent")
    ret = make_return(order, {"1": 1, "2": 1})
    with pytest.raises(OverrideRefused):
        otherwise(ret, "not_returnable", {"en": "Worn."}, line="1")
    assert kept(ret).overrides == ()
    assert not ret.events.filter(kind="decision.overridden").exists()


def test_other_ways_change_the_way_back_where_the_old_is_none_of_them() -> None:
    ret = otherwise(waiting(), "methods", ["in_store", "pick_up"])
    ret.refresh_from_db()
    # Without a store there is only the pick-up.
    assert ret.method == "pick_up"


def test_another_address_is_where_the_items_go() -> None:
    ret = waiting()
    hall = ReturnAddress.objects.create(
        brand=ret.brand, label="Hall B", company="B", street="B 1", city="B",
        country="DE",
    )  # fmt: skip
    otherwise(ret, "return_address", hall.pk)
    ret.refresh_from_db()
    assert ret.return_address == hall


def test_more_days_are_reckoned_on_the_customers_calendar() -> None:
    ret = waiting(window_days=14)
    otherwise(ret, "extend_window_days", 7)
    window = kept(ret).item("1").window
    assert window.last_day is not None
    assert window.last_day.isoformat() == "2026-12-01"


def test_keeping_the_items_takes_the_label_away_before_it_is_made() -> None:
    ret = waiting()
    otherwise(ret, "keep_item", True)
    otherwise(ret, "auto_approve", True)
    ret.refresh_from_db()
    assert (ret.state, ret.method, refundable(ret)) == ("approved", "", 9900)


def test_a_fee_can_be_waived_until_the_refund_is_decided() -> None:
    order = make_order()
    fee = {"fixed": [{"amount": "4.95", "currency": "EUR"}]}
    grant(order.brand, fee=fee, fee_payer="customer")
    ret = make_return(order)
    Return.objects.update(state="ready")
    receive(ret, actor=SYSTEM)
    assert refundable(ret) == 9405
    otherwise(ret, "fee_payer", "merchant", note="late parcel")
    assert refund(Return.objects.get(), actor=SYSTEM).amount_minor == 9900
    with pytest.raises(OverrideRefused):
        otherwise(ret, "fee_payer", "customer")


def test_another_resolution_is_what_the_refund_is_paid_as() -> None:
    ret = waiting()
    otherwise(ret, "resolutions", ["store_credit"])
    assert ret.lines.get().resolution == "store_credit"


def test_only_fees_and_resolutions_are_left_to_decide_once_it_went_ahead() -> None:
    ret = make_return()
    with pytest.raises(OverrideRefused) as refused:
        otherwise(ret, "keep_item", True)
    assert refused.value.message == (
        "This return has gone ahead: only fees and resolutions can still be decided "
        "otherwise. Cancel it and make a new one instead."
    )
    otherwise(ret, "restocking_percent", "5")


def test_another_address_is_possible_while_no_label_could_be_made() -> None:
    ret = make_return()
    move(lock_return(ret.pk), ReturnState.LABEL_FAILED, actor=SYSTEM)
    otherwise(ret, "methods", ["own_carrier"])
    ret.refresh_from_db()
    assert ret.method == "own_carrier"


def test_a_rejected_return_can_be_made_returnable_again() -> None:
    ret = waiting()
    reject(ret, actor=ANNA, reason="Worn.")
    assert otherwise(ret, "returnable", True).state == "rejected"


@pytest.mark.parametrize(
    ("outcome", "value"),
    [
        ("needs_approval", True),
        ("restocking_percent", "10"),
        ("not_returnable", {"en": "No."}),
    ],
)
def test_nobody_gates_or_charges_a_withdrawal(outcome: str, value: Any) -> None:
    ret = create_return(
        make_order(),
        [Selection("1", 1)],
        now=NOW,
        actor=SYSTEM,
        locale="en",
        kind=RequestKind.WITHDRAWAL,
    )
    with pytest.raises(OverrideRefused):
        otherwise(ret, outcome, value)
    assert kept(ret).overrides == ()


@pytest.mark.parametrize(
    ("outcome", "value", "line"),
    [
        ("moon", True, ""),
        ("fee", "much", ""),
        ("keep_item", None, ""),
        ("keep_item", True, "other"),
    ],
)
def test_what_cannot_be_decided_is_refused(outcome: str, value: Any, line: str) -> None:
    ret = waiting()
    with pytest.raises(OverrideRefused):
        otherwise(ret, outcome, value, line=line)
    assert ret.events.filter(kind="decision.overridden").count() == 0


def test_a_draft_has_no_decision_yet() -> None:
    with pytest.raises(OverrideRefused):
        otherwise(make_draft(), "keep_item", True)


def test_a_return_from_before_policies_has_none_to_change() -> None:
    ret = waiting()
    Return.objects.update(decision=None)
    with pytest.raises(OverrideRefused):
        otherwise(ret, "keep_item", True)


def test_who_decides_otherwise_has_a_name() -> None:
    ret = waiting()
    with pytest.raises(OverrideRefused):
        override(ret, "keep_item", True, actor=SYSTEM, now=NOW)


def test_a_rule_made_later_changes_nothing_that_was_decided() -> None:
    ret = waiting()
    rule(Order.objects.get().brand, not_returnable={"en": "Final sale."})
    otherwise(ret, "auto_approve", True)
    assert kept(ret).item("1").returnable is True
