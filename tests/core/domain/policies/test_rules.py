"""What a rule may say, and what is refused when it is saved."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.domain.policies import (
    OUTCOMES,
    Outcomes,
    Slot,
    dump_rule,
    parse_rule,
    slot_of,
)
from retour_core.domain.predicates import RuleInvalid
from tests.core.domain.policies.building import ALWAYS, cond, eur, fixed, rule

WITHDRAWAL = cond("request_kind", "is", "withdrawal")
CLAIM = cond("request_kind", "is", "claim")


def raw(conditions: Any = None, **outcomes: Any) -> dict[str, Any]:
    given = [ALWAYS] if conditions is None else conditions
    return {
        "name": "Outlet",
        "conditions": given,
        "outcomes": outcomes or {"keep_item": True},
    }


def refusals(data: Any) -> list[tuple[str, str]]:
    with pytest.raises(RuleInvalid) as refused:
        parse_rule(data)
    assert all(p.message.endswith(".") for p in refused.value.problems)
    return [(p.pointer, p.code) for p in refused.value.problems]


def one(condition: dict[str, Any]) -> dict[str, Any]:
    return raw([condition])


C0 = "/conditions/0"
REFUSED = {
    "no rule at all": (None, ("", "malformed")),
    "an unknown member": ({**raw(), "prio": 1}, ("", "malformed")),
    "no name": ({**raw(), "name": " "}, ("/name", "value_missing")),
    "a name of 81 letters": (
        {**raw(), "name": "x" * 81},
        ("/name", "value_too_long"),
    ),
    "a name that is a number": ({**raw(), "name": 3}, ("/name", "string_type")),
    "active is not a word": (
        {**raw(), "is_active": "yes"},
        ("/is_active", "not_a_flag"),
    ),
    "conditions as text": (raw("country is DE"), ("/conditions", "not_a_list")),
    "no conditions": (raw([]), ("/conditions", "no_conditions")),
    "an unknown fact": (
        one(cond("moon", "is", "full")),
        (f"{C0}/fact", "fact_unknown"),
    ),
    "an unknown operator": (
        one(cond("country", "like", "DE")),
        (f"{C0}/operator", "operator_unknown"),
    ),
    "an operator that does not fit": (
        one(cond("country", "greater", "DE")),
        (f"{C0}/operator", "operator_unfit"),
    ),
    "a flag has no opposite": (
        one(cond("shipped", "is_not", "true")),
        (f"{C0}/operator", "operator_unfit"),
    ),
    "a number as a number": (
        one({"fact": "quantity", "operator": "is", "values": [1]}),
        (f"{C0}/values", "values_malformed"),
    ),
    "a kind of request that is none": (
        one(cond("request_kind", "is", "gift")),
        (f"{C0}/values", "not_a_choice"),
    ),
    "a country that is none": (
        one(cond("country", "is", "XX")),
        (f"{C0}/values", "not_a_country"),
    ),
    "a letter art. 16 does not have": (
        one(cond("exemption", "is", "z")),
        (f"{C0}/values", "not_a_choice"),
    ),
    "a flag that is a maybe": (
        one(cond("our_fault", "is", "maybe")),
        (f"{C0}/values", "not_a_flag"),
    ),
    "more than all of it": (
        one(cond("discount_percent", "is", "100.01")),
        (f"{C0}/values", "not_a_percentage"),
    ),
    "a third of a percent": (
        one(cond("discount_percent", "is", "0.333")),
        (f"{C0}/values", "not_a_percentage"),
    ),
    "a day that does not exist": (
        one(cond("order_day", "is", "2026-02-30")),
        (f"{C0}/values", "not_a_date"),
    ),
    "days turned round": (
        one(cond("order_day", "between", "2026-12-01", "2026-11-01")),
        (f"{C0}/values", "range_turned"),
    ),
    "an amount without a currency": (
        one(cond("unit_price", "less", "5")),
        (f"{C0}/currency", "currency_missing"),
    ),
    "a tenth of a cent": (
        one(eur("unit_price", "less", "5.001")),
        (f"{C0}/values", "too_many_digits"),
    ),
    "days since that are negative": (
        one(cond("days_since_anchor", "less", "-1")),
        (f"{C0}/values", "not_a_number"),
    ),
    "nothing decided": (
        {**raw(), "outcomes": {}},
        ("/outcomes", "no_outcomes"),
    ),
    "an unknown outcome": (
        raw(free_gift=True),
        ("/outcomes/free_gift", "member_unknown"),
    ),
    "a refusal without a reason": (
        raw(not_returnable={}),
        ("/outcomes/not_returnable", "value_missing"),
    ),
    "a reason in no language": (
        raw(not_returnable={"klingon": "no"}),
        ("/outcomes/not_returnable", "language_unknown"),
    ),
    "a reason of blanks": (
        raw(not_returnable={"de": " "}),
        ("/outcomes/not_returnable/de", "value_missing"),
    ),
    "half a day": (
        raw(extend_window_days=1.5),
        ("/outcomes/extend_window_days", "int_type"),
    ),
    "an extension by nothing": (
        raw(extend_window_days=0),
        ("/outcomes/extend_window_days", "out_of_range"),
    ),
    "a window of minus one": (
        raw(window_days=-1),
        ("/outcomes/window_days", "not_days"),
    ),
    "a window for ever": (
        raw(window_days="ever"),
        ("/outcomes/window_days", "not_days"),
    ),
    "a fee in two ways": (
        raw(fee={**fixed("5"), "percent": "5"}),
        ("/outcomes/fee", "fee_twice"),
    ),
    "a fee as a float": (
        raw(fee={"fixed": [{"amount": 4.95, "currency": "EUR"}]}),
        ("/outcomes/fee/fixed/0", "not_money"),
    ),
    "a fee in half yen": (
        raw(fee=fixed("5.5", "JPY")),
        ("/outcomes/fee/fixed/0", "invalid_amount"),
    ),
    "a fee below zero": (raw(fee=fixed("-5")), ("/outcomes/fee", "fee_negative")),
    "two fees in one currency": (
        raw(fee={"fixed": [*fixed("5")["fixed"], *fixed("6")["fixed"]]}),
        ("/outcomes/fee", "currency_twice"),
    ),
    "a percentage as a float": (
        raw(restocking_percent=12.5),
        ("/outcomes/restocking_percent", "not_a_percentage"),
    ),
    "no methods left": (raw(methods=[]), ("/outcomes/methods", "value_missing")),
    "a method by pigeon": (
        raw(methods=["pigeon"]),
        ("/outcomes/methods/0", "not_a_choice"),
    ),
    "a method twice": (
        raw(methods=["pick_up", "pick_up"]),
        ("/outcomes/methods", "named_twice"),
    ),
    "a resolution that is none": (
        raw(resolutions=["hug"]),
        ("/outcomes/resolutions/0", "not_a_choice"),
    ),
    "approval by false": (
        raw(needs_approval=False),
        ("/outcomes/needs_approval", "not_a_choice"),
    ),
    "an address by its name": (
        raw(return_address="Berlin"),
        ("/outcomes/return_address", "int_type"),
    ),
    "a carrier by its kind": (
        raw(carrier="dhl_de"),
        ("/outcomes/carrier", "int_type"),
    ),
    "a question with blanks": (
        raw(require_answers=["what size"]),
        ("/outcomes/require_answers/0", "not_plain_text"),
    ),
    "approved and to be approved": (
        raw(auto_approve=True, needs_approval=True),
        ("/outcomes/needs_approval", "contradictory_outcomes"),
    ),
    "refused yet kept": (
        raw(not_returnable={"en": "no"}, keep_item=True),
        ("/outcomes/keep_item", "contradictory_outcomes"),
    ),
    "refused and allowed": (
        raw(not_returnable={"en": "no"}, returnable=True),
        ("/outcomes/returnable", "contradictory_outcomes"),
    ),
    "refused for a fee": (
        raw(not_returnable={"en": "no"}, fee=fixed("5")),
        ("/outcomes/fee", "contradictory_outcomes"),
    ),
    "kept and picked up": (
        raw(keep_item=True, methods=["pick_up"]),
        ("/outcomes/methods", "contradictory_outcomes"),
    ),
    "kept and carried": (
        raw(keep_item=True, carrier=1),
        ("/outcomes/carrier", "contradictory_outcomes"),
    ),
    "kept for a return fee": (
        raw(keep_item=True, fee=fixed("5")),
        ("/outcomes/fee", "contradictory_outcomes"),
    ),
    "charged to nobody": (
        raw(fee=fixed("5"), fee_payer="merchant"),
        ("/outcomes/fee_payer", "contradictory_outcomes"),
    ),
    "two ways to say 40 days": (
        raw(window_days=30, extend_window_days=10),
        ("/outcomes/extend_window_days", "contradictory_outcomes"),
    ),
    "for ever and until January": (
        raw(window_days="unlimited", extend_window_until="2027-01-31"),
        ("/outcomes/extend_window_until", "contradictory_outcomes"),
    ),
    "a withdrawal refused": (
        raw([WITHDRAWAL], not_returnable={"en": "no"}),
        ("/outcomes/not_returnable", "withdrawal_not_refused"),
    ),
    "a withdrawal approved first": (
        raw([WITHDRAWAL], needs_approval=True),
        ("/outcomes/needs_approval", "withdrawal_not_gated"),
    ),
    "a withdrawal with photos": (
        raw([WITHDRAWAL], require_photo=True),
        ("/outcomes/require_photo", "withdrawal_without_proof"),
    ),
    "a withdrawal with questions": (
        raw([WITHDRAWAL], require_answers=["why"]),
        ("/outcomes/require_answers", "withdrawal_without_proof"),
    ),
    "a withdrawal for a fee": (
        raw([WITHDRAWAL], fee=fixed("4.95")),
        ("/outcomes/fee", "withdrawal_without_charge"),
    ),
    "a withdrawal restocked": (
        raw([WITHDRAWAL], restocking_percent="10"),
        ("/outcomes/restocking_percent", "withdrawal_without_restocking"),
    ),
    "a withdrawal for credit only": (
        raw([WITHDRAWAL], resolutions=["store_credit"]),
        ("/outcomes/resolutions", "withdrawal_refunds_money"),
    ),
    "a withdrawal in store only": (
        raw([WITHDRAWAL], methods=["in_store"]),
        ("/outcomes/methods", "withdrawal_can_be_sent"),
    ),
    "a withdrawal in 13 days": (
        raw([WITHDRAWAL, cond("country", "is", "DE")], window_days=13),
        ("/outcomes/window_days", "withdrawal_window_too_short"),
    ),
    "a claim for a fee": (
        raw([CLAIM], fee=fixed("1")),
        ("/outcomes/fee", "claim_is_free"),
    ),
    "no kind but return left out": (
        raw([cond("request_kind", "is_not", "return")], restocking_percent="5"),
        ("/outcomes/restocking_percent", "withdrawal_without_restocking"),
    ),
}


@pytest.mark.parametrize(("data", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_rule_that_makes_no_sense_is_refused(
    data: Any, expected: tuple[str, str]
) -> None:
    assert refusals(data) == [expected]


CONTRADICTORY = {
    "two countries at once": [
        cond("country", "is", "DE"),
        cond("country", "is", "FR"),
    ],
    "no kind of request left": [
        cond("request_kind", "not_in", "return", "claim"),
        cond("request_kind", "is_not", "withdrawal"),
    ],
    "shipped and not": [cond("shipped", "is", "true"), cond("shipped", "is", "false")],
    "a discount above all": [cond("discount_percent", "greater", "100")],
    "fewer than no returns": [cond("return_count", "less", "0")],
    "a price both high and low": [
        eur("unit_price", "at_least", "50"),
        eur("unit_price", "at_most", "49.99"),
    ],
    "amounts in two currencies": [
        eur("unit_price", "less", "50"),
        cond("order_total", "greater", "50", currency="USD"),
    ],
    "an amount in another currency": [
        eur("unit_price", "less", "50"),
        cond("currency", "is", "USD"),
    ],
    "ordered before and after": [
        cond("order_day", "less", "2026-11-01"),
        cond("order_day", "greater", "2026-11-01"),
    ],
    "a tag that is and is not": [
        cond("item_tag", "is", "Sale"),
        cond("item_tag", "is_not", "sALE"),
    ],
    "two beginnings": [
        cond("sku", "starts_with", "HAT"),
        cond("sku", "starts_with", "CAP"),
    ],
    "a SKU without its own part": [
        cond("sku", "is", "HAT-7"),
        cond("sku", "not_contains", "hat"),
    ],
}


@pytest.mark.parametrize("conditions", CONTRADICTORY.values(), ids=CONTRADICTORY)
def test_a_rule_that_can_never_match_is_refused(conditions: list[Any]) -> None:
    [(pointer, code)] = refusals(raw(conditions))
    assert code == "contradiction"
    assert pointer.startswith("/conditions")


SENSIBLE = {
    "two tags": raw([cond("item_tag", "is", "a"), cond("item_tag", "is", "b")]),
    "days before day 0": raw([cond("days_since_anchor", "less", "0")]),
    "no exemption whatever": raw([cond("exemption", "not_in", *"abcdefghijklm")]),
    "all but one kind": raw([cond("request_kind", "is_not", "withdrawal")]),
    "a refusal with a message": raw(
        not_returnable={"en": "Final sale."}, message={"en": "Ask us."}
    ),
    "a fee for all kinds": raw(fee=fixed("4.95")),
    "a fee charged in words": raw(fee=fixed("4.95"), fee_payer="customer"),
    "a withdrawal lengthened": raw([WITHDRAWAL], extend_window_days=16),
    "a withdrawal kept": raw([WITHDRAWAL], keep_item=True),
    "a withdrawal in 10 days where no law is": raw(
        [WITHDRAWAL, cond("country", "is", "US")], window_days=10
    ),
    "a withdrawal of 20 days": raw([WITHDRAWAL], window_days=20),
    "longer and until January": raw(window_days=40, extend_window_until="2027-01-31"),
}


@pytest.mark.parametrize("data", SENSIBLE.values(), ids=SENSIBLE)
def test_a_sensible_rule_is_taken_and_read_back_whole(data: Any) -> None:
    parsed = parse_rule(data, key=7)
    assert parsed.key == 7
    assert parse_rule(dump_rule(parsed), key=7) == parsed


def test_every_problem_is_told_at_once() -> None:
    data = {
        "name": "",
        "conditions": [cond("moon", "is", "full"), cond("country", "is", "XX")],
        "outcomes": {"methods": ["pigeon"], "extend_window_days": 0},
    }
    assert sorted(refusals(data)) == [
        ("/conditions/0/fact", "fact_unknown"),
        ("/conditions/1/values", "not_a_country"),
        ("/name", "value_missing"),
        ("/outcomes/extend_window_days", "out_of_range"),
        ("/outcomes/methods/0", "not_a_choice"),
    ]


def test_a_new_rule_is_active() -> None:
    assert rule(keep_item=True).is_active is True
    assert rule(keep_item=True, is_active=False).is_active is False


def test_each_outcome_has_a_slot_and_only_opposites_share_one() -> None:
    shared = {slot: [n for n in OUTCOMES if slot_of(n) is slot] for slot in Slot}
    assert {slot: names for slot, names in shared.items() if len(names) > 1} == {
        Slot.RETURNABLE: ["returnable", "not_returnable"],
        Slot.APPROVAL: ["needs_approval", "auto_approve"],
    }
    assert all(shared.values())


def test_what_is_not_said_is_not_given() -> None:
    outcomes = Outcomes(keep_item=False)
    assert outcomes.given() == [(Slot.KEEP_ITEM, "keep_item", False)]
