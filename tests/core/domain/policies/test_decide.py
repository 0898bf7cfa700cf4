"""``decide()``: one table a concern, each case a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from retour_core.domain.money import Money
from retour_core.domain.policies import (
    Approval,
    Because,
    Cause,
    Decision,
    NoteCode,
    Payer,
    PolicyMismatch,
    Slot,
    compile_rules,
    decide,
)
from tests.core.domain.policies.building import (
    NEVER,
    NOW,
    cond,
    decided,
    eur,
    facts,
    fixed,
    item,
    policy,
    rule,
    windows,
)

OUTLET = cond("item_tag", "is", "outlet")
VIP = cond("order_tag", "is", "vip")
NO = {"en": "it was on final sale"}


RETURNABLE: dict[str, tuple[list[Any], dict[str, Any], bool, Cause]] = {
    "nothing said, so the policy grants it": ([], {}, True, Cause.POLICY),
    "an outlet item is refused": (
        [rule(OUTLET, not_returnable=NO)],
        {"tags": ("outlet",)},
        False,
        Cause.RULE,
    ),
    "another item is not": (
        [rule(OUTLET, not_returnable=NO)],
        {"tags": ("new",)},
        True,
        Cause.POLICY,
    ),
    "an earlier rule lets VIPs return all": (
        [rule(VIP, returnable=True), rule(OUTLET, key=2, not_returnable=NO)],
        {"tags": ("outlet",), "order_tags": ("VIP",)},
        True,
        Cause.RULE,
    ),
    "a later rule cannot take a refusal back": (
        [rule(OUTLET, not_returnable=NO), rule(VIP, key=2, returnable=True)],
        {"tags": ("outlet",), "order_tags": ("VIP",)},
        False,
        Cause.RULE,
    ),
    "a rule that is switched off refuses nothing": (
        [rule(OUTLET, not_returnable=NO, is_active=False)],
        {"tags": ("outlet",)},
        True,
        Cause.POLICY,
    ),
    "all conditions have to hold": (
        [rule(OUTLET, cond("country", "is", "FR"), not_returnable=NO)],
        {"tags": ("outlet",)},
        True,
        Cause.POLICY,
    ),
    "a discount of 70% is refused": (
        [rule(cond("discount_percent", "at_least", "70"), not_returnable=NO)],
        {"discount_percent": "70"},
        False,
        Cause.RULE,
    ),
    "a price in another currency fits nothing": (
        [rule(cond("unit_price", "less", "100", currency="USD"), not_returnable=NO)],
        {"unit_price_minor": 100},
        True,
        Cause.POLICY,
    ),
    "what is not known fits nothing": (
        [rule(cond("weight_grams", "less", "100000"), not_returnable=NO)],
        {},
        True,
        Cause.POLICY,
    ),
    "a frequent returner is refused": (
        [rule(cond("return_count", "greater", "9"), not_returnable=NO)],
        {"return_count": 10},
        False,
        Cause.RULE,
    ),
    "an exempt item is refused as a return": (
        [rule(cond("exemption", "in", "c", "e"), not_returnable=NO)],
        {"exemption": "e"},
        False,
        Cause.RULE,
    ),
}


@pytest.mark.parametrize(
    ("rules", "known", "returnable", "cause"), RETURNABLE.values(), ids=RETURNABLE
)
def test_whether_an_item_may_come_back(
    rules: list[Any], known: dict[str, Any], returnable: bool, cause: Cause
) -> None:
    [item_] = decided(*rules, **dict(known)).items
    assert item_.returnable is returnable
    assert item_.cause_of(Slot.RETURNABLE).cause is cause


def at(day: int, month: int = 11, year: int = 2026, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


SEASON = {
    "ordered_from": "2026-11-01",
    "ordered_to": "2026-12-24",
    "until": "2027-01-31",
}
# Delivered on 10 November 2026, ordered on the 6th.
WINDOWS: dict[str, tuple[dict[str, Any], list[Any], date | None]] = {
    "30 days from the delivery": ({}, [], date(2026, 12, 10)),
    "the country's own days": (
        {"country_windows": {"DE": 60}},
        [],
        date(2027, 1, 9),
    ),
    "another country's days do not count": (
        {"country_windows": {"AT": 60}},
        [],
        date(2026, 12, 10),
    ),
    "a rule sets other days": ({}, [rule(window_days=7)], date(2026, 11, 17)),
    "a rule adds days": (
        {},
        [rule(extend_window_days=5)],
        date(2026, 12, 15),
    ),
    "one rule sets them, another adds": (
        {},
        [rule(window_days=10), rule(key=2, extend_window_days=5)],
        date(2026, 11, 25),
    ),
    "of two rules that add the first counts": (
        {},
        [rule(extend_window_days=1), rule(key=2, extend_window_days=20)],
        date(2026, 12, 11),
    ),
    "a rule extends to a day": (
        {},
        [rule(extend_window_until="2026-12-31")],
        date(2026, 12, 31),
    ),
    "an earlier day does not shorten": (
        {},
        [rule(extend_window_until="2026-11-15")],
        date(2026, 12, 10),
    ),
    "the holiday season extends": ({"seasons": [SEASON]}, [], date(2027, 1, 31)),
    "the later of season and rule counts": (
        {"seasons": [SEASON]},
        [rule(extend_window_until="2027-02-28")],
        date(2027, 2, 28),
    ),
    "a window without an end": ({"window_days": "unlimited"}, [], None),
    "a rule takes the end away": ({}, [rule(window_days="unlimited")], None),
    "no end stays without one when extended": (
        {"window_days": "unlimited"},
        [rule(extend_window_days=5)],
        None,
    ),
    "grace days are not told": ({"grace_days": 3}, [], date(2026, 12, 10)),
    "a last day on Saturday rolls over": (
        {"window_days": 11, "rolls_over": True},
        [],
        date(2026, 11, 23),
    ),
}


@pytest.mark.parametrize(("said", "rules", "last_day"), WINDOWS.values(), ids=WINDOWS)
def test_the_last_day(
    said: dict[str, Any], rules: list[Any], last_day: date | None
) -> None:
    [item_] = decided(*rules, policy=policy(**said)).items
    assert item_.window.last_day == last_day


def test_the_window_is_closed_from_its_end_on_and_not_a_second_before() -> None:
    # Berlin's midnight after 10 December is 23:00 in UTC.
    in_time = decided(now=datetime(2026, 12, 10, 22, 59, 59, tzinfo=UTC))
    late = decided(now=datetime(2026, 12, 10, 23, 0, 0, tzinfo=UTC))
    assert [in_time.items[0].returnable, late.items[0].returnable] == [True, False]
    assert late.items[0].cause_of(Slot.RETURNABLE).cause is Cause.WINDOW


LATE = {
    "a late return is refused": ("refuse", [], False, Approval.AUTOMATIC, []),
    "a late return is looked at": (
        "review",
        [],
        True,
        Approval.AGENT,
        [NoteCode.LATE],
    ),
    "a late return is accepted and flagged": (
        "accept",
        [],
        True,
        Approval.AUTOMATIC,
        [NoteCode.LATE],
    ),
    "a rule that allows it does not reopen": (
        "refuse",
        [rule(returnable=True)],
        False,
        Approval.AUTOMATIC,
        [],
    ),
    "a rule cannot approve what is looked at": (
        "review",
        [rule(auto_approve=True)],
        True,
        Approval.AGENT,
        [NoteCode.LATE],
    ),
    "grace days save it": ("grace", [], True, Approval.AUTOMATIC, []),
    "an extension saves it": (
        "refuse",
        [rule(extend_window_days=9)],
        True,
        Approval.AUTOMATIC,
        [],
    ),
}


@pytest.mark.parametrize(
    ("when_late", "rules", "returnable", "approval", "notes"), LATE.values(), ids=LATE
)
def test_a_request_after_the_last_day(
    when_late: str,
    rules: list[Any],
    returnable: bool,
    approval: Approval,
    notes: list[NoteCode],
) -> None:
    said: dict[str, Any] = {"when_late": when_late}
    if when_late == "grace":
        said = {"grace_days": 2}
    decision = decided(*rules, policy=policy(**said), now=at(12, 12))
    [item_] = decision.items
    assert (item_.returnable, item_.approval) == (returnable, approval)
    assert [note.code for note in item_.notes] == notes


def test_a_parcel_on_its_way_is_in_time() -> None:
    terms = policy(anchors=["delivered"])
    [item_] = decided(
        policy=terms, window_of=windows(delivered=None), now=at(1, 6, 2027)
    ).items
    assert item_.returnable is True
    assert (item_.window.last_day, item_.window.is_late) == (None, False)


def test_without_a_calendar_nothing_is_late_and_the_terms_are_told() -> None:
    decision = decide(
        facts(),
        policy(grace_days=2),
        [rule(extend_window_days=5)],
        now=at(1, 6, 2030),
    )
    window = decision.items[0].window
    assert (window.terms.days, window.terms.grace_days) == (35, 2)
    assert (window.extension_days, window.is_late) == (5, None)


CHARGED = {"fee": fixed("4.95"), "fee_payer": "customer"}
FEES: dict[str, tuple[dict[str, Any], list[Any], dict[str, Any], str | None]] = {
    "the merchant pays unless told otherwise": ({}, [], {}, None),
    "a fee nobody charges is none": ({"fee": fixed("4.95")}, [], {}, None),
    "the policy charges": (CHARGED, [], {}, "4.95"),
    "a rule's fee is charged": ({}, [rule(fee=fixed("9.90"))], {}, "9.90"),
    "a rule's fee replaces the policy's": (
        CHARGED,
        [rule(fee=fixed("9.90"))],
        {},
        "9.90",
    ),
    "a rule's free return is free": (CHARGED, [rule(fee={})], {}, None),
    "a rule says the merchant pays": (
        CHARGED,
        [rule(VIP, fee_payer="merchant")],
        {"order_tags": ("vip",)},
        None,
    ),
    "a rule says the customer pays the policy's fee": (
        {"fee": fixed("4.95")},
        [rule(fee_payer="customer")],
        {},
        "4.95",
    ),
    "an earlier payer outlives a later fee": (
        {},
        [rule(VIP, fee_payer="merchant"), rule(key=2, fee=fixed("9.90"))],
        {"order_tags": ("vip",)},
        None,
    ),
    "our fault is free whatever a rule says": (
        CHARGED,
        [rule(fee=fixed("9.90"))],
        {"our_fault": True},
        None,
    ),
    "our fault costs where the policy says so": (
        {**CHARGED, "waive_fee_if_our_fault": False},
        [],
        {"our_fault": True},
        "4.95",
    ),
    "no amount in the currency, no fee": (
        {"fee": fixed("4.95", "CHF"), "fee_payer": "customer"},
        [],
        {},
        "0.00",
    ),
}


@pytest.mark.parametrize(("said", "rules", "known", "due"), FEES.values(), ids=FEES)
def test_the_return_fee(
    said: dict[str, Any], rules: list[Any], known: dict[str, Any], due: str | None
) -> None:
    decision = decided(*rules, policy=policy(**said), **dict(known))
    [item_] = decision.items
    assert item_.fee_payer is (Payer.MERCHANT if due is None else Payer.CUSTOMER)
    if due is not None:
        assert item_.fee.amount(Money(5000, "EUR")).to_string() == due
    assert decision.whole.fee_payer is item_.fee_payer


def test_a_fee_without_an_amount_in_the_currency_is_noted() -> None:
    terms = policy(fee=fixed("4.95", "CHF"), fee_payer="customer")
    [item_] = decided(policy=terms).items
    assert [note.code for note in item_.notes] == [NoteCode.FEE_CURRENCY]


OTHERS: dict[str, tuple[list[Any], str, Any]] = {
    "the policy's methods": (
        [],
        "methods",
        ("drop_off_point", "labelless_drop_off", "own_carrier"),
    ),
    "a rule offers other methods": (
        [rule(methods=["pick_up"]), rule(key=2, methods=["in_store"])],
        "methods",
        ("pick_up",),
    ),
    "a rule offers other resolutions": (
        [rule(resolutions=["exchange"])],
        "resolutions",
        ("exchange",),
    ),
    "a rule has an agent look": ([rule(needs_approval=True)], "approval", "agent"),
    "an earlier rule approves": (
        [rule(auto_approve=True), rule(key=2, needs_approval=True)],
        "approval",
        "automatic",
    ),
    "a cheap item is kept": (
        [rule(eur("unit_price", "less", "10"), keep_item=True)],
        "keep_item",
        True,
    ),
    "an earlier rule wants it back": (
        [rule(keep_item=False), rule(key=2, keep_item=True)],
        "keep_item",
        False,
    ),
    "the brand's own address": ([], "return_address", None),
    "a rule's address": ([rule(return_address=12)], "return_address", 12),
    "nobody's carrier in particular": ([], "carrier", None),
    "the first rule's carrier": (
        [rule(carrier=5), rule(key=2, carrier=6)],
        "carrier",
        5,
    ),
    "a rule wants a photo": ([rule(require_photo=True)], "require_photo", True),
    "a rule asks besides the policy": (
        [rule(require_answers=["worn", "size"])],
        "require_answers",
        ("size", "worn"),
    ),
    "a rule's message": ([rule(message={"en": "Hi"})], "message", {"en": "Hi"}),
    "a rule's restocking fee": (
        [rule(restocking_percent="12.5")],
        "restocking_percent",
        12.5,
    ),
}


@pytest.mark.parametrize(("rules", "field", "value"), OTHERS.values(), ids=OTHERS)
def test_what_else_a_rule_decides(rules: list[Any], field: str, value: Any) -> None:
    terms = policy(require_answers=["size"])
    [item_] = decided(*rules, policy=terms, unit_price_minor=999).items
    assert getattr(item_, field) == value


def test_the_decision_names_the_rule_of_each_outcome() -> None:
    decision = decided(
        rule(OUTLET, key=4, name="Outlet", needs_approval=True),
        rule(NEVER, key=5, name="Never", message={"en": "No"}),
        rule(VIP, key=6, name="VIP", needs_approval=True, keep_item=True),
        tags=("outlet",),
        order_tags=("vip",),
    )
    assert decision.items[0].because == {
        Slot.APPROVAL: Because(cause=Cause.RULE, rule=4, name="Outlet"),
        Slot.KEEP_ITEM: Because(cause=Cause.RULE, rule=6, name="VIP"),
    }
    assert [(fired.key, fired.name) for fired in decision.fired] == [
        (4, "Outlet"),
        (6, "VIP"),
    ]
    assert decision.fired[0].conditions == (OUTLET,)


def travelling(*rules: Any, said: dict[str, Any] | None = None) -> Decision:
    """Three items: a sofa, a hat, and a hat that is our fault."""
    three = facts(
        item("sofa", category="Furniture"),
        item("hat", category="Hats", tags=("outlet",)),
        item("torn", category="Hats", our_fault=True),
    )
    return decided(*rules, facts=three, policy=policy(**(said or {})))


SOFA = cond("category", "is", "Furniture")
HAT = cond("category", "is", "Hats")
TORN = cond("our_fault", "is", "true")
GONE = rule(TORN, key=9, not_returnable=NO)

WHOLE: dict[str, tuple[list[Any], dict[str, Any], str, Any]] = {
    "one item needs an agent": (
        [rule(SOFA, needs_approval=True)],
        {},
        "approval",
        "agent",
    ),
    "an item that stays needs none": (
        [rule(TORN, not_returnable=NO), rule(key=2, auto_approve=True)],
        {},
        "approval",
        "automatic",
    ),
    "the methods all can take": (
        [rule(SOFA, methods=["pick_up", "own_carrier"])],
        {},
        "methods",
        ("own_carrier",),
    ),
    "no method in common": ([rule(SOFA, methods=["pick_up"])], {}, "methods", ()),
    "the resolutions all can have": (
        [rule(SOFA, resolutions=["store_credit", "refund"])],
        {},
        "resolutions",
        ("store_credit", "refund"),
    ),
    "a photo of one": ([rule(SOFA, require_photo=True)], {}, "require_photo", True),
    "questions of all, each once": (
        [
            rule(SOFA, require_answers=["size", "worn"]),
            rule(HAT, key=2, require_answers=["worn", "colour"]),
        ],
        {},
        "require_answers",
        ("size", "worn", "colour"),
    ),
    "two addresses": (
        [rule(SOFA, return_address=3)],
        {},
        "return_addresses",
        (3, None),
    ),
    "the carrier of the item that prefers one": (
        [rule(SOFA, carrier=3)],
        {},
        "carrier",
        3,
    ),
    "of two carriers the first item's": (
        [rule(HAT, carrier=4), rule(SOFA, key=2, carrier=3)],
        {},
        "carrier",
        3,
    ),
    "no carrier of what is kept": (
        [rule(SOFA, carrier=3), rule(SOFA, key=2, keep_item=True)],
        {},
        "carrier",
        None,
    ),
    "all refused": ([rule(not_returnable=NO)], {}, "returnable", False),
    "all kept: no parcel": ([rule(keep_item=True)], {}, "methods", ()),
    "our fault makes the parcel free": (
        [],
        CHARGED,
        "fee_payer",
        "merchant",
    ),
    "without it the fee is due": ([GONE], CHARGED, "fee_payer", "customer"),
}


@pytest.mark.parametrize(("rules", "said", "field", "value"), WHOLE.values(), ids=WHOLE)
def test_the_return_as_a_whole(
    rules: list[Any], said: dict[str, Any], field: str, value: Any
) -> None:
    assert getattr(travelling(*rules, said=said).whole, field) == value


def test_the_dearest_fee_per_return_is_charged_once() -> None:
    decision = travelling(
        GONE,
        rule(SOFA, fee=fixed("29")),
        rule(HAT, key=2, fee=fixed("5")),
    )
    assert decision.whole.fee.fixed == (Money(2900, "EUR"),)


def test_fees_for_each_item_stay_with_the_items() -> None:
    decision = travelling(GONE, rule(HAT, fee=fixed("2", per="item")))
    assert decision.whole.fee.is_free
    assert decision.item("hat").fee.amount(Money(9, "EUR"), units=3) == Money(
        600, "EUR"
    )


@pytest.mark.parametrize(
    ("outcomes", "apart"),
    [
        pytest.param({"methods": ["pick_up"]}, True, id="no common method"),
        pytest.param({"return_address": 3}, True, id="two addresses"),
        pytest.param({"carrier": 3}, False, id="two carriers"),
        pytest.param({"keep_item": True}, False, id="one is kept"),
        pytest.param({"needs_approval": True}, False, id="one is looked at"),
    ],
)
def test_items_that_cannot_travel_together_are_noted(
    outcomes: dict[str, Any], apart: bool
) -> None:
    notes = [n.code for n in travelling(rule(SOFA, **outcomes)).whole.notes]
    assert notes == ([NoteCode.APART] if apart else [])


def test_a_request_without_items_follows_policy_and_general_rules() -> None:
    asked = facts().model_copy(update={"items": ()})
    decision = decided(
        rule(HAT, not_returnable=NO),
        rule(cond("country", "is", "DE"), key=2, needs_approval=True),
        facts=asked,
    )
    assert decision.items == ()
    assert decision.whole.returnable is True
    assert decision.whole.approval is Approval.AGENT
    assert decision.general.window.is_late is None


def test_rules_are_compiled_once_for_many_decisions() -> None:
    rules = [
        rule(OUTLET, not_returnable=NO),
        rule(key=2, is_active=False, keep_item=True),
    ]
    compiled = compile_rules(rules)
    asked = facts(item(tags=("outlet",)))
    assert len(compiled.rules) == 1
    assert decide(asked, policy(), compiled, now=NOW) == decide(
        asked, policy(), rules, now=NOW
    )


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(facts(brand="other"), id="another brand's"),
        pytest.param(facts(kind="claim"), id="another kind's"),
    ],
)
def test_a_policy_only_decides_what_it_is_for(asked: Any) -> None:
    with pytest.raises(PolicyMismatch):
        decide(asked, policy(), [], now=NOW)


def test_what_was_not_asked_was_not_decided() -> None:
    with pytest.raises(KeyError):
        decided().item("2")
