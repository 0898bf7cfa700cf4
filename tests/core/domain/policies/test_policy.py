"""Policies: their defaults by kind, what is refused, what the law does not allow."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from retour_core.domain.policies import (
    WITHDRAWAL_DAYS,
    Approval,
    Payer,
    Policy,
    PolicyInvalid,
    RequestKind,
    Resolution,
    Settlement,
    WhenLate,
    dump_policy,
    parse_policy,
    withdrawal_days,
)
from retour_core.domain.windows import AnchorKind
from tests.core.domain.policies.building import fixed, policy


def raw(kind: str, **said: Any) -> dict[str, Any]:
    return {"brand": "acme", "kind": kind, **said}


def refusals(data: Any) -> list[tuple[str, str]]:
    with pytest.raises(PolicyInvalid) as refused:
        parse_policy(data)
    assert all(p.message.endswith(".") for p in refused.value.problems)
    return [(p.pointer, p.code) for p in refused.value.problems]


@pytest.mark.parametrize(
    ("kind", "days", "late", "resolution", "approval", "photo", "settlement"),
    [
        pytest.param(
            "withdrawal",
            14,
            WhenLate.ACCEPT,
            Resolution.REFUND,
            Approval.AUTOMATIC,
            False,
            Settlement.ON_RECEIPT,
            id="a withdrawal is a right",
        ),
        pytest.param(
            "return",
            30,
            WhenLate.REFUSE,
            Resolution.REFUND,
            Approval.AUTOMATIC,
            False,
            Settlement.AFTER_INSPECTION,
            id="a return is an offer",
        ),
        pytest.param(
            "claim",
            730,
            WhenLate.REVIEW,
            Resolution.REPLACEMENT,
            Approval.AGENT,
            True,
            Settlement.AFTER_INSPECTION,
            id="a claim is looked at",
        ),
    ],
)
def test_each_kind_has_sensible_defaults(
    kind: str,
    days: int,
    late: WhenLate,
    resolution: Resolution,
    approval: Approval,
    photo: bool,
    settlement: Settlement,
) -> None:
    made = parse_policy(raw(kind))
    assert (made.window_days, made.when_late) == (days, late)
    assert (made.resolutions[0], made.approval) == (resolution, approval)
    assert (made.require_photo, made.settlement) == (photo, settlement)
    assert made.fee.is_free
    assert made.fee_payer is Payer.MERCHANT


REFUSED = {
    "no policy at all": (["x"], ("", "model_type")),
    "a kind that is none": (raw("gift"), ("/kind", "not_a_choice")),
    "no brand": ({"kind": "return"}, ("/brand", "value_missing")),
    "an unknown field": (raw("return", colour="red"), ("/colour", "member_unknown")),
    "half a day": (raw("return", window_days=14.5), ("/window_days", "not_days")),
    "days as text": (raw("return", window_days="14"), ("/window_days", "not_days")),
    "eleven years": (raw("return", window_days=4000), ("/window_days", "not_days")),
    "grace below zero": (raw("return", grace_days=-1), ("/grace_days", "out_of_range")),
    "no anchor": (raw("return", anchors=[]), ("/anchors", "value_missing")),
    "an anchor twice": (
        raw("return", anchors=["ordered", "ordered"]),
        ("/anchors", "named_twice"),
    ),
    "a country that is none": (
        raw("return", country_windows={"XX": 20}),
        ("/country_windows/XX", "not_a_country"),
    ),
    "a country's days as text": (
        raw("return", country_windows={"AT": "20"}),
        ("/country_windows/AT", "not_days"),
    ),
    "a season that ends before it begins": (
        raw(
            "return",
            seasons=[
                {
                    "ordered_from": "2026-12-24",
                    "ordered_to": "2026-11-01",
                    "until": "2027-01-31",
                }
            ],
        ),
        ("/seasons/0", "window_terms_invalid"),
    ),
    "no methods": (raw("return", methods=[]), ("/methods", "value_missing")),
    "a resolution twice": (
        raw("return", resolutions=["refund", "refund"]),
        ("/resolutions", "named_twice"),
    ),
    "a bonus above all": (
        raw("return", store_credit_bonus="101"),
        ("/store_credit_bonus", "out_of_range"),
    ),
    "a bonus of three decimals": (
        raw("return", store_credit_bonus="1.234"),
        ("/store_credit_bonus", "too_many_digits"),
    ),
    "a text in no language": (
        raw("return", message={"xx-nope": "Hi"}),
        ("/message", "language_unknown"),
    ),
    "13 days to withdraw": (
        raw("withdrawal", window_days=13),
        ("/window_days", "withdrawal_window_too_short"),
    ),
    "7 days to withdraw in Norway": (
        raw("withdrawal", country_windows={"NO": 7}),
        ("/country_windows/NO", "withdrawal_window_too_short"),
    ),
    "a withdrawal restocked": (
        raw("withdrawal", restocking_percent="5"),
        ("/restocking_percent", "withdrawal_without_restocking"),
    ),
    "a withdrawal approved by an agent": (
        raw("withdrawal", approval="agent"),
        ("/approval", "withdrawal_not_gated"),
    ),
    "a withdrawal with a photo": (
        raw("withdrawal", require_photo=True),
        ("/require_photo", "withdrawal_without_proof"),
    ),
    "a withdrawal with a question": (
        raw("withdrawal", require_answers=["why"]),
        ("/require_answers", "withdrawal_without_proof"),
    ),
    "a withdrawal for credit only": (
        raw("withdrawal", resolutions=["store_credit"]),
        ("/resolutions", "withdrawal_refunds_money"),
    ),
    "a withdrawal in store only": (
        raw("withdrawal", methods=["in_store"]),
        ("/methods", "withdrawal_can_be_sent"),
    ),
    "a withdrawal counted from the order": (
        raw("withdrawal", anchors=["ordered"]),
        ("/anchors", "withdrawal_from_receipt"),
    ),
    "a withdrawal that ends on a Sunday": (
        raw("withdrawal", rolls_over=False),
        ("/rolls_over", "withdrawal_rolls_over"),
    ),
    "a late withdrawal refused": (
        raw("withdrawal", when_late="refuse"),
        ("/when_late", "withdrawal_late_accepted"),
    ),
    "a withdrawal paid after inspection": (
        raw("withdrawal", settlement="after_inspection"),
        ("/settlement", "withdrawal_not_inspected_first"),
    ),
    "a withdrawal with a promise of its own": (
        raw("withdrawal", refund_days=20),
        ("/refund_days", "withdrawal_paid_in_time"),
    ),
    "a withdrawal charged without telling": (
        raw("withdrawal", fee=fixed("4.95"), fee_payer="customer"),
        ("/informs_of_return_cost", "withdrawal_cost_not_told"),
    ),
    "a withdrawal for a share of the price": (
        raw(
            "withdrawal",
            fee={"percent": "5"},
            fee_payer="customer",
            informs_of_return_cost=True,
        ),
        ("/fee", "withdrawal_direct_cost_only"),
    ),
    "a withdrawal charged by the piece": (
        raw(
            "withdrawal",
            fee=fixed("2", per="item"),
            fee_payer="customer",
            informs_of_return_cost=True,
        ),
        ("/fee", "withdrawal_direct_cost_only"),
    ),
    "a claim for a fee": (raw("claim", fee=fixed("1")), ("/fee", "claim_is_free")),
    "a claim the customer sends at a cost": (
        raw("claim", fee_payer="customer"),
        ("/fee_payer", "claim_is_free"),
    ),
    "a claim restocked": (
        raw("claim", restocking_percent="1"),
        ("/restocking_percent", "claim_is_free"),
    ),
}


@pytest.mark.parametrize(("data", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_policy_that_makes_no_sense_or_breaks_the_law_is_refused(
    data: Any, expected: tuple[str, str]
) -> None:
    assert refusals(data) == [expected]


TAKEN = {
    "a withdrawal of 30 days": raw("withdrawal", window_days=30),
    "a withdrawal without an end": raw("withdrawal", window_days="unlimited"),
    "7 days to withdraw where no law is": raw("withdrawal", country_windows={"US": 7}),
    "the direct cost, told before": raw(
        "withdrawal",
        fee=fixed("4.95"),
        fee_payer="customer",
        informs_of_return_cost=True,
    ),
    "a withdrawal with credit besides": raw(
        "withdrawal", resolutions=["refund", "store_credit"], store_credit_bonus="10"
    ),
    "a return of 7 days": raw("return", window_days=7),
    "a return with everything": raw(
        "return",
        version=3,
        window_days=45,
        anchors=["shipped", "ordered"],
        transit_days=4,
        grace_days=2,
        rolls_over=True,
        seasons=[
            {
                "ordered_from": "2026-11-01",
                "ordered_to": "2026-12-24",
                "until": "2027-01-31",
            }
        ],
        country_windows={"at": 20, "CH": "unlimited"},
        methods=["pick_up"],
        fee={"per": "item", "percent": "2.50"},
        fee_payer="customer",
        restocking_percent="12.5",
        approval="agent",
        require_photo=True,
        require_answers=["size", "worn"],
        message={"de": "Bitte waschen.", "en": "Please wash."},
        gift_cards="last",
        settlement="before_receipt",
    ),
}


@pytest.mark.parametrize("data", TAKEN.values(), ids=TAKEN)
def test_a_sensible_policy_is_taken_and_read_back_whole(data: Any) -> None:
    made = parse_policy(data)
    assert parse_policy(dump_policy(made)) == made


def test_everything_wrong_is_told_at_once() -> None:
    data = raw("withdrawal", approval="agent", restocking_percent="5", window_days=3)
    assert sorted(refusals(data)) == [
        ("/approval", "withdrawal_not_gated"),
        ("/restocking_percent", "withdrawal_without_restocking"),
        ("/window_days", "withdrawal_window_too_short"),
    ]


def test_an_unlawful_policy_cannot_even_be_made_by_hand() -> None:
    with pytest.raises(ValidationError):
        Policy(brand="acme", kind=RequestKind.WITHDRAWAL, approval=Approval.AGENT)


@pytest.mark.parametrize(
    ("country", "days"),
    [
        pytest.param("AT", 20, id="a country of its own"),
        pytest.param("DE", 45, id="all others"),
        pytest.param("CH", None, id="a country without an end"),
        pytest.param("", 45, id="an unknown country"),
    ],
)
def test_the_window_follows_the_consumers_country(
    country: str, days: int | None
) -> None:
    made = policy(window_days=45, country_windows={"AT": 20, "CH": "unlimited"})
    assert made.days_for(country) == days
    terms = made.terms_for(country)
    assert (terms.days, terms.anchors[0]) == (days, AnchorKind.DELIVERED)


def test_the_law_of_withdrawal_covers_the_union_and_the_economic_area() -> None:
    assert len(WITHDRAWAL_DAYS) == 27 + 7 + 3 + 1
    assert [withdrawal_days(c) for c in ("DE", "IS", "RE", "GB")] == [14] * 4
    assert [withdrawal_days(c) for c in ("US", "CH")] == [0, 0]
    assert withdrawal_days("") == 14
