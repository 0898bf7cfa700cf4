"""Nothing gates or charges a withdrawal: what rules say of it is passed over, noted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from retour_core.domain.policies import (
    Approval,
    Audience,
    NoteCode,
    Payer,
    explain,
    render,
)
from retour_core.domain.policies.law import REASONS
from tests.core.domain.policies.building import (
    cond,
    decided,
    facts,
    fixed,
    item,
    policy,
    rule,
)

PASSED_OVER = {
    "a refusal": ({"not_returnable": {"en": "no"}}, "withdrawal_not_refused"),
    "an approval": ({"needs_approval": True}, "withdrawal_not_gated"),
    "a photo": ({"require_photo": True}, "withdrawal_without_proof"),
    "a question": ({"require_answers": ["why"]}, "withdrawal_without_proof"),
    "a fee": ({"fee": fixed("4.95")}, "withdrawal_without_charge"),
    "the customer as payer": (
        {"fee_payer": "customer"},
        "withdrawal_without_charge",
    ),
    "a restocking fee": (
        {"restocking_percent": "10"},
        "withdrawal_without_restocking",
    ),
    "credit instead of money": (
        {"resolutions": ["store_credit", "exchange"]},
        "withdrawal_refunds_money",
    ),
    "the store as the only way": ({"methods": ["in_store"]}, "withdrawal_can_be_sent"),
    "a shorter window": ({"window_days": 13}, "withdrawal_window_too_short"),
}


@pytest.mark.parametrize(("outcomes", "why"), PASSED_OVER.values(), ids=PASSED_OVER)
def test_what_would_gate_or_charge_a_withdrawal_has_no_effect_and_is_noted(
    outcomes: dict[str, Any], why: str
) -> None:
    asked = facts(kind="withdrawal")
    decision = decided(rule(name="Strict", **outcomes), facts=asked)
    plain = decided(facts=asked)
    [item_], [untouched] = decision.items, plain.items
    assert item_.model_copy(update={"notes": ()}) == untouched
    assert [(n.code, n.why, n.name) for n in item_.notes] == [
        (NoteCode.IGNORED, why, "Strict")
    ]
    assert [fired.name for fired in decision.fired] == ["Strict"]


@pytest.mark.parametrize(("outcomes", "why"), PASSED_OVER.values(), ids=PASSED_OVER)
def test_an_agent_reads_why_a_rule_had_no_effect_and_the_customer_does_not(
    outcomes: dict[str, Any], why: str
) -> None:
    decision = decided(rule(name="Strict", **outcomes), facts=facts(kind="withdrawal"))
    told = [
        render(e, Audience.AGENT)
        for e in explain(decision, Audience.AGENT)
        if e.code == why and e.line
    ]
    [name] = outcomes
    assert told == [
        f"“{name}” of the rule “Strict” has no effect. {REASONS[why].format(days=14)}"
    ]
    codes = {e.code for e in explain(decision, Audience.CUSTOMER)}
    assert codes.isdisjoint(REASONS)


ALLOWED: dict[str, tuple[dict[str, Any], str, Any]] = {
    "a longer window": ({"extend_window_days": 16}, "window.terms.days", 30),
    "a window of 20 days": ({"window_days": 20}, "window.terms.days", 20),
    "an item that may be kept": ({"keep_item": True}, "keep_item", True),
    "another address": ({"return_address": 4}, "return_address", 4),
    "another carrier": ({"carrier": 4}, "carrier", 4),
    "a free return": ({"fee": {}}, "fee_payer", Payer.MERCHANT),
    "more ways to pay back": (
        {"resolutions": ["refund", "exchange"]},
        "resolutions",
        ("refund", "exchange"),
    ),
    "other ways to send": ({"methods": ["pick_up"]}, "methods", ("pick_up",)),
    "a message": ({"message": {"en": "Hi"}}, "message", {"en": "Hi"}),
}


@pytest.mark.parametrize(("outcomes", "path", "value"), ALLOWED.values(), ids=ALLOWED)
def test_what_helps_the_consumer_has_its_effect(
    outcomes: dict[str, Any], path: str, value: Any
) -> None:
    [found] = decided(rule(**outcomes), facts=facts(kind="withdrawal")).items
    for name in path.split("."):
        found = getattr(found, name)
    assert found == value


def test_a_rule_passed_over_leaves_the_place_to_the_next() -> None:
    decision = decided(
        rule(methods=["in_store"]),
        rule(key=2, methods=["pick_up"]),
        facts=facts(kind="withdrawal"),
    )
    assert decision.items[0].methods == ("pick_up",)


def test_a_shorter_window_counts_where_no_law_protects() -> None:
    asked = facts(kind="withdrawal", country="US")
    [item_] = decided(rule(window_days=12), facts=asked).items
    assert item_.window.terms.days == 12
    assert item_.notes == ()


@pytest.mark.parametrize(
    ("known", "now", "codes"),
    [
        pytest.param({}, 20, [], id="in time and not exempt"),
        pytest.param({"exemption": "c"}, 20, ["exempt"], id="made to measure"),
        pytest.param({}, 30, ["late"], id="late"),
        pytest.param({"exemption": "e"}, 30, ["late", "exempt"], id="late and sealed"),
    ],
)
def test_a_late_or_exempt_withdrawal_is_accepted_and_flagged(
    known: dict[str, Any], now: int, codes: list[str]
) -> None:
    asked = facts(item(**known), kind="withdrawal")
    decision = decided(facts=asked, now=datetime(2026, 11, now, tzinfo=UTC))
    assert decision.items[0].returnable is True
    assert decision.whole.approval is Approval.AUTOMATIC
    assert [note.code for note in decision.items[0].notes] == codes


def test_the_cost_of_sending_back_is_the_policys_word() -> None:
    told = policy(
        "withdrawal",
        fee=fixed("4.95"),
        fee_payer="customer",
        informs_of_return_cost=True,
    )
    decision = decided(facts=facts(kind="withdrawal"), policy=told)
    assert decision.whole.fee_payer is Payer.CUSTOMER
    waived = decided(
        rule(cond("order_tag", "is", "vip"), fee_payer="merchant"),
        facts=facts(kind="withdrawal", order_tags=("vip",)),
        policy=told,
    )
    assert waived.whole.fee_payer is Payer.MERCHANT


@pytest.mark.parametrize(
    "outcomes",
    [
        pytest.param({"fee": fixed("4.95")}, id="a fee"),
        pytest.param({"fee_payer": "customer"}, id="the customer as payer"),
        pytest.param({"restocking_percent": "10"}, id="a restocking fee"),
    ],
)
def test_no_rule_charges_for_a_claim(outcomes: dict[str, Any]) -> None:
    [item_] = decided(rule(**outcomes), facts=facts(kind="claim")).items
    assert (item_.fee_payer, item_.restocking_percent) == (Payer.MERCHANT, 0)
    assert [note.why for note in item_.notes] == ["claim_is_free"]
