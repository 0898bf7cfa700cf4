"""What customers and agents read, and that no sentence lacks a word."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from typing import Any

import pytest

from retour_core.domain.policies import (
    SENTENCES,
    Audience,
    Because,
    Cause,
    Explanation,
    Override,
    apply_override,
    explain,
    explain_item,
    render,
)
from tests.core.domain.policies.building import (
    cond,
    decided,
    facts,
    fixed,
    item,
    policy,
    rule,
    windows,
)

NO = {"en": "It was on final sale.", "de": "Es war ein Restposten."}
CHARGED = {"fee": fixed("4.95"), "fee_payer": "customer"}
LATE = datetime(2026, 12, 20, tzinfo=UTC)

LATE_REVIEWED = (
    "The time for this item ended on 2026-12-10; we look at your request all the same."
)

# What is decided; what the customer reads of the item; what the agent reads.
CASES: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "nothing special": (
        {},
        [
            "You can return this item until 2026-12-10.",
            "Sending this item back is free.",
        ],
        ["Returnable until 2026-12-10.", "We pay for sending it back."],
    ),
    "refused by a rule": (
        {"rules": [rule(name="Outlet", not_returnable=NO)]},
        ["This item can't be returned: It was on final sale."],
        ["This item can't be returned: It was on final sale. (Rule “Outlet”.)"],
    ),
    "too late": (
        {"now": LATE},
        ["The time to return this item ended on 2026-12-10."],
        ["Not returnable: the last day was 2026-12-10."],
    ),
    "late and looked at": (
        {"now": LATE, "policy": policy(when_late="review")},
        [
            LATE_REVIEWED,
            "We look at your request before you send this item.",
            "Sending this item back is free.",
        ],
        [
            "Late: the last day was 2026-12-10. An agent decides.",
            "An agent has to approve it.",
            "We pay for sending it back.",
        ],
    ),
    "late and accepted": (
        {"now": LATE, "policy": policy(when_late="accept")},
        ["Sending this item back is free."],
        [
            "Late: the last day was 2026-12-10. Accepted and flagged.",
            "We pay for sending it back.",
        ],
    ),
    "extended by a rule": (
        {"rules": [rule(name="VIP", extend_window_days=5)]},
        [
            "You can return this item until 2026-12-15.",
            "Sending this item back is free.",
        ],
        [
            "Returnable until 2026-12-15. (Rule “VIP”.)",
            "We pay for sending it back.",
        ],
    ),
    "without an end": (
        {"policy": policy(window_days="unlimited", **CHARGED)},
        [
            "You can return this item at any time.",
            "Sending it back costs 4.95 EUR for the whole return.",
        ],
        [
            "Returnable without a time limit.",
            "The customer pays 4.95 EUR for the whole return.",
        ],
    ),
    "still on its way": (
        {
            "policy": policy(anchors=["delivered"], fee_payer="customer"),
            "window_of": windows(delivered=None),
        },
        [
            "The time to return this item starts when it arrives.",
            "You pay for sending this item back.",
        ],
        [
            "The window has not begun: it has not arrived.",
            "The customer pays for sending it back.",
        ],
    ),
    "our fault": (
        {"our_fault": True, "policy": policy(**CHARGED)},
        [
            "You can return this item until 2026-12-10.",
            "Sending this item back is free: the fault is ours.",
        ],
        ["Returnable until 2026-12-10.", "No fee: the reason is our fault."],
    ),
    "kept": (
        {"rules": [rule(name="Cheap", keep_item=True, auto_approve=True)]},
        [
            "You can return this item until 2026-12-10.",
            "You can keep this item: there is nothing to send back.",
        ],
        [
            "Returnable until 2026-12-10.",
            "The customer keeps the item. (Rule “Cheap”.)",
            "Approved without an agent. (Rule “Cheap”.)",
        ],
    ),
    "many things by one rule": (
        {
            "rules": [
                rule(
                    name="Sofa",
                    fee={"per": "item", "percent": "7.5"},
                    restocking_percent="10",
                    methods=["pick_up", "own_carrier"],
                    resolutions=["store_credit"],
                    return_address=3,
                    carrier=2,
                    require_photo=True,
                    require_answers=["worn"],
                    message={"en": "Use the box."},
                )
            ]
        },
        [
            "You can return this item until 2026-12-10.",
            "Add a photo of this item.",
            "Answer our questions about this item.",
            "Sending it back costs 7.5% of its price.",
            "We keep 10% of its price for restocking.",
            "Ways to send it back: pick up, own carrier.",
            "What you can choose: store credit.",
            "Use the box.",
        ],
        [
            "Returnable until 2026-12-10.",
            "The customer has to add a photo. (Rule “Sofa”.)",
            "The customer has to answer: worn. (Rule “Sofa”.)",
            "The customer pays 7.5% of its price. (Rule “Sofa”.)",
            "A restocking fee of 10% is kept. (Rule “Sofa”.)",
            "Ways offered: pick up, own carrier. (Rule “Sofa”.)",
            "Resolutions offered: store credit. (Rule “Sofa”.)",
            "Goes to return address 3. (Rule “Sofa”.)",
            "The carrier account 2 is asked first. (Rule “Sofa”.)",
            "The customer reads: Use the box. (Rule “Sofa”.)",
        ],
    ),
    "let through by a rule": (
        {
            "rules": [
                rule(name="VIP", returnable=True),
                rule(key=2, not_returnable=NO),
            ]
        },
        [
            "You can return this item until 2026-12-10.",
            "Sending this item back is free.",
        ],
        [
            "Returnable until 2026-12-10.",
            "We pay for sending it back.",
            "No later rule can refuse it. (Rule “VIP”.)",
        ],
    ),
    "a fee in another currency": (
        {"policy": policy(fee=fixed("5", "CHF"), fee_payer="customer")},
        [
            "You can return this item until 2026-12-10.",
            "Sending this item back is free.",
        ],
        [
            "Returnable until 2026-12-10.",
            "No fee: none is set in the order's currency.",
            "The fee has no amount in EUR: nothing is charged.",
        ],
    ),
}


@pytest.mark.parametrize(("given", "customer", "agent"), CASES.values(), ids=CASES)
def test_what_is_read_of_an_item(
    given: dict[str, Any], customer: list[str], agent: list[str]
) -> None:
    given = dict(given)
    decision = decided(*given.pop("rules", []), **given)
    assert read(decision, Audience.CUSTOMER) == customer
    assert read(decision, Audience.AGENT) == agent


def read(decision: Any, audience: Audience, locale: str = "en") -> list[str]:
    told = explain_item(decision, "1", audience, locale=locale)
    return [render(explanation, audience) for explanation in told]


def test_a_refusal_is_an_id_with_its_rule_and_parameters() -> None:
    decision = decided(rule(key=4, name="Outlet", not_returnable=NO))
    [told] = explain_item(decision, "1", Audience.CUSTOMER)
    assert told == Explanation(
        code="not_returnable_by_rule",
        line="1",
        because=Because(cause=Cause.RULE, rule=4, name="Outlet"),
        params={"reason": "It was on final sale."},
    )
    assert told.rule == "Outlet"


@pytest.mark.parametrize(
    ("locale", "reason"),
    [
        pytest.param("de-AT", "Es war ein Restposten.", id="the reader's language"),
        pytest.param("fr", "It was on final sale.", id="English for all others"),
    ],
)
def test_the_merchants_words_come_in_the_readers_language(
    locale: str, reason: str
) -> None:
    decision = decided(rule(not_returnable=NO))
    [told] = explain_item(decision, "1", Audience.CUSTOMER, locale=locale)
    assert told.params == {"reason": reason}


def test_the_edge_brings_its_own_words() -> None:
    decision = decided(rule(name="Outlet", not_returnable=NO))
    [told] = explain_item(decision, "1", Audience.AGENT, locale="de")
    sentences = {Audience.AGENT: {"not_returnable_by_rule": "Nein: {reason}"}}
    text = render(
        told,
        Audience.AGENT,
        sentences=sentences,
        causes={Cause.RULE: "(Regel „{name}“)"},
        show=lambda name, value: f"<{name}> {value}",
    )
    assert text == "Nein: <reason> Es war ein Restposten. (Regel „Outlet“)"


def test_the_return_comes_first_then_its_items() -> None:
    asked = facts(item("1"), item("2", category="Sofas"))
    decision = decided(
        rule(
            cond("category", "is", "Sofas"),
            needs_approval=True,
            fee=fixed("29"),
            methods=["in_store"],
        ),
        facts=asked,
    )
    told = explain(decision, Audience.CUSTOMER)
    assert [(e.line, e.code) for e in told] == [
        ("", "travels_apart"),
        ("", "return_needs_approval"),
        ("", "return_fee_fixed_return"),
        ("1", "window_until"),
        ("1", "fee_free"),
        ("2", "window_until"),
        ("2", "needs_approval"),
        ("2", "fee_fixed_return"),
        ("2", "methods"),
    ]


def test_an_agent_reads_who_decided_otherwise() -> None:
    decision = decided(rule(name="Outlet", not_returnable=NO))
    asked = Override(outcome="returnable", value=True, actor="Ann", note="Regular.")
    after = apply_override(decision, asked)
    assert (
        read(after, Audience.AGENT)[-1] == "Ann decided “returnable” by hand: Regular."
    )
    assert read(after, Audience.CUSTOMER)[0] == (
        "You can return this item until 2026-12-10."
    )


def test_a_refusal_by_staff_gives_their_reason() -> None:
    asked = Override(outcome="not_returnable", value={"en": "It is worn."}, actor="Ann")
    after = apply_override(decided(), asked)
    assert read(after, Audience.CUSTOMER) == [
        "This item can't be returned: It is worn."
    ]
    assert read(after, Audience.AGENT) == [
        "This item can't be returned: It is worn.",
        "Ann decided “not_returnable” by hand: –",
    ]


def test_an_agent_reads_which_exemption_seems_to_apply() -> None:
    asked = facts(item(exemption="c"), kind="withdrawal")
    assert read(decided(facts=asked), Audience.AGENT)[-1] == (
        "Apparently exempt from withdrawal (CRD art. 16(c)): recorded and flagged, "
        "decide with a reason."
    )


def test_of_no_items_the_general_terms_are_told() -> None:
    asked = facts().model_copy(update={"items": ()})
    told = explain(decided(facts=asked), Audience.CUSTOMER)
    assert [render(e, Audience.CUSTOMER) for e in told] == [
        "Days to return this item: 30.",
        "Sending this item back is free.",
    ]


def test_an_agents_sentence_names_nothing_the_customers_lacks() -> None:
    customer, agent = SENTENCES[Audience.CUSTOMER], SENTENCES[Audience.AGENT]
    assert set(customer) < set(agent)
    for code in customer:
        shown = {_field for _, _field, _, _ in string.Formatter().parse(agent[code])}
        known = {_field for _, _field, _, _ in string.Formatter().parse(customer[code])}
        assert shown <= known | {None, "questions", "rule"}
