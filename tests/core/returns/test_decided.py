"""What a decision does to a return: refused, held up, kept, sent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.brands.models import ReturnAddress
from retour_core.domain.errors import DomainError
from retour_core.domain.policies import Decision, Override, Resolution
from retour_core.orders.models import Order, OrderLine
from retour_core.outbox.models import OutboxMessage
from retour_core.policies.models import Question, Reason
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.choices import ActorKind, RequestKind
from retour_core.returns.drafts import (
    KindNotOffered,
    Selection,
    choose_kind,
    choose_lines,
    give_reasons,
    start_draft,
)
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.operations import (
    CannotCancel,
    WayBack,
    approve,
    cancel,
    create_return,
    submit,
)
from retour_core.returns.receiving import Received, receive
from retour_core.returns.refunding import refund, refundable
from retour_core.returns.refusals import (
    AnswersMissing,
    MethodNotOffered,
    NotReturnable,
    PhotosMissing,
    ResolutionNotOffered,
    TravelsApart,
    WindowClosed,
)
from retour_core.returns.settling import settle
from tests.core.policies.asking import rule
from tests.factories import NOW, grant, line_data, make_draft, make_order, make_return

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.STAFF, "anna")
FINAL = {"en": "Final sale.", "de": "Ausverkauf."}
SHOES = ("category", "is", "Shoes")


def two_items(**values: Any) -> Order:
    """Two jackets and a pair of shoes at 30.00."""
    shoes = line_data(
        "2",
        title="Shoes",
        category="Shoes",
        quantity=1,
        fulfilled_quantity=1,
        unit_list_price="30.00",
        total_incl_tax="30.00",
    )
    return make_order(
        lines=[line_data(), shoes], total_incl_tax="232.90", captured="232.90", **values
    )


def send_back(order: Order, *lines: str, **values: Any) -> Return:
    selections = [Selection(line, 1, "too_small") for line in lines or ("1",)]
    return create_return(
        order, selections, now=NOW, actor=CUSTOMER, locale="en", **values
    )


def templates() -> list[str]:
    rows = OutboxMessage.objects.filter(kind="mail").order_by("pk")
    return [row.payload["template"] for row in rows]


def test_the_decision_is_kept_whole_with_the_version_it_was_made_under() -> None:
    order = make_order()
    grant(order.brand, window_days=60)
    rule(order.brand, name="Slow", extend_window_days=5)
    ret = make_return(order)
    kept = Decision.model_validate(ret.decision)
    assert ret.policy is not None
    assert (ret.policy.version, kept.policy_version) == (1, 1)
    assert [one.name for one in kept.fired] == ["Slow"]
    assert kept.item("1").window.last_day is not None
    assert kept.item("1").window.last_day.isoformat() == "2027-01-14"


def test_a_later_version_changes_nothing_about_a_return_that_was_made() -> None:
    order = make_order()
    grant(order.brand, restocking_percent="10")
    ret = make_return(order)
    grant(order.brand, restocking_percent="50")
    receive_all(ret)
    assert refundable(ret) == 8910


def receive_all(ret: Return) -> None:
    Return.objects.filter(pk=ret.pk).update(state="ready")
    receive(ret, actor=SYSTEM)


def test_what_a_rule_refuses_is_not_taken_and_its_words_are_told() -> None:
    order = two_items()
    rule(order.brand, SHOES, not_returnable=FINAL)
    with pytest.raises(NotReturnable) as refused:
        send_back(order, "1", "2")
    assert refused.value.message == "“Shoes” cannot be returned: Final sale."
    assert refused.value.context == {"line_id": "2", "item": "Shoes", "reasons": FINAL}
    assert not Return.objects.exists()
    assert send_back(order, "1").state == "label_pending"


def test_a_reason_that_is_not_taken_back_is_refused_as_soon_as_it_is_given() -> None:
    order = make_order()
    rule(order.brand, ("reason", "is", "changed_mind"), not_returnable=FINAL)
    draft = make_draft(order)
    line = draft.lines.get()
    with pytest.raises(NotReturnable):
        give_reasons(draft, {line.pk: ("changed_mind", "")}, now=NOW)
    assert draft.lines.get().reason == "too_small"


def test_a_withdrawal_is_taken_whatever_rules_say() -> None:
    order = make_order()
    rule(order.brand, not_returnable=FINAL)
    grant(order.brand, approval="agent")
    ret = send_back(order, kind=RequestKind.WITHDRAWAL)
    assert ret.state == "label_pending"


@pytest.mark.parametrize(
    ("outcome", "policy", "state"),
    [
        ({}, {}, "label_pending"),
        ({"needs_approval": True}, {}, "requested"),
        ({}, {"approval": "agent"}, "requested"),
        ({"auto_approve": True}, {"approval": "agent"}, "label_pending"),
    ],
)
def test_who_approves_is_decided(
    outcome: dict[str, Any], policy: dict[str, Any], state: str
) -> None:
    order = make_order()
    grant(order.brand, **policy)
    if outcome:
        rule(order.brand, **outcome)
    assert make_return(order).state == state


def test_a_claim_waits_for_an_agent_and_may_come_after_the_window() -> None:
    order = make_order()
    grant(order.brand, window_days=5)
    with pytest.raises(WindowClosed):
        send_back(order)
    ret = create_return(
        order,
        [Selection("1", 1, "damaged")],
        now=NOW,
        actor=SYSTEM,
        locale="en",
        kind=RequestKind.CLAIM,
    )
    assert (ret.kind, ret.state) == ("claim", "requested")


def test_a_draft_becomes_a_claim_and_forgets_what_was_chosen() -> None:
    draft = make_draft()
    choose_kind(draft, RequestKind.CLAIM)
    draft.refresh_from_db()
    assert (draft.kind, draft.lines.count()) == ("claim", 0)


def test_a_withdrawal_is_no_kind_to_choose() -> None:
    with pytest.raises(KindNotOffered):
        choose_kind(make_draft(), RequestKind.WITHDRAWAL)


# ── Kept items ───────────────────────────────────────────────────────────────


def test_a_kept_item_is_refunded_without_a_label_or_a_receipt() -> None:
    order = make_order()
    rule(order.brand, ("unit_price", "at_most", "100.00"), keep_item=True)
    ret = make_return(order)
    assert (ret.state, ret.method) == ("approved", "")
    assert templates() == ["kept"]

    decided = refund(ret, actor=SYSTEM, reference="bank 1")

    ret.refresh_from_db()
    line = OrderLine.objects.get()
    assert (decided.amount_minor, ret.state) == (9900, "settled")
    assert (line.requested, line.received_good, line.received_not_good) == (1, 0, 0)
    assert (line.returnable, ret.lines.get().received) == (1, 0)


def test_kept_items_cost_neither_sending_nor_restocking() -> None:
    order = make_order()
    fee = {"fixed": [{"amount": "4.95", "currency": "EUR"}]}
    grant(order.brand, fee=fee, fee_payer="customer", restocking_percent="10")
    rule(order.brand, keep_item=True)
    assert refundable(make_return(order)) == 9900


def test_kept_and_sent_items_of_one_return_are_refunded_together() -> None:
    order = two_items()
    rule(order.brand, SHOES, keep_item=True)
    ret = send_back(order, "1", "2")
    assert (ret.state, ret.method) == ("label_pending", "drop_off_point")
    Return.objects.update(state="ready")
    receive(ret, actor=SYSTEM)
    shoes = ret.lines.get(order_line__external_id="2")
    assert (shoes.received, shoes.units_due) == (0, 1)
    assert refund(ret, actor=SYSTEM).amount_minor == 9900 + 3000


def test_of_a_mixed_return_only_what_came_or_is_kept_is_paid() -> None:
    order = two_items()
    rule(order.brand, SHOES, keep_item=True)
    ret = send_back(order, "1", "2")
    Return.objects.update(state="ready")
    receive(ret, actor=SYSTEM, counted={})
    assert refundable(ret) == 3000


def test_the_delivery_goes_back_when_the_rest_of_a_claim_is_kept() -> None:
    order = make_order()
    rule(order.brand, keep_item=True)
    ret = create_return(
        order,
        [Selection("1", 2, "damaged")],
        now=NOW,
        actor=SYSTEM,
        locale="en",
        kind=RequestKind.CLAIM,
    )
    approve(ret, actor=ANNA)
    assert refundable(ret) == 19800 + 490


def test_a_kept_item_cannot_be_returned_once_more() -> None:
    order = make_order(lines=[line_data(quantity=1, fulfilled_quantity=1)])
    rule(order.brand, keep_item=True)
    make_return(order)
    with pytest.raises(DomainError) as refused:
        make_return(order)
    assert refused.value.code == "quantity_not_available"


def test_what_is_being_paid_cannot_be_cancelled() -> None:
    order = make_order()
    order.shop.executes_refunds = True
    order.shop.save()
    rule(order.brand, keep_item=True)
    ret = make_return(order)
    refund(ret, actor=SYSTEM)
    with pytest.raises(CannotCancel):
        cancel(ret, actor=CUSTOMER)
    assert Return.objects.get().state == "approved"


def test_an_agent_may_let_the_customer_keep_it() -> None:
    order = make_order()
    grant(order.brand, approval="agent")
    ret = approve(make_return(order), actor=ANNA, keep_items=True)
    assert (ret.state, ret.method) == ("approved", "")
    assert [e.kind for e in ret.events.order_by("pk")] == [
        "return.requested",
        "decision.overridden",
        "return.approved",
    ]
    assert refundable(ret) == 9900


def test_an_agent_may_want_it_back_all_the_same() -> None:
    order = make_order()
    rule(order.brand, keep_item=True, needs_approval=True)
    ret = make_return(order)
    assert (ret.state, ret.method) == ("requested", "")
    approve(ret, actor=ANNA, keep_items=False)
    ret.refresh_from_db()
    assert (ret.state, ret.method) == ("label_pending", "drop_off_point")
    assert refundable(ret) == 0


# ── Ways, addresses, questions ───────────────────────────────────────────────


def second_address(order: Order) -> ReturnAddress:
    return ReturnAddress.objects.create(
        brand=order.brand, label="Hall B", company="B", street="B 1", city="B",
        country="DE",
    )  # fmt: skip


def test_a_rule_sends_items_to_an_address_of_its_own() -> None:
    order = make_order()
    hall = second_address(order)
    rule(order.brand, return_address=hall.pk)
    assert make_return(order).return_address == hall


def test_an_address_that_is_gone_is_replaced_by_the_brands_own() -> None:
    order = make_order()
    rule(order.brand, return_address=4711)
    assert make_return(order).return_address == order.brand.return_addresses.get()


def test_another_brands_address_is_never_taken() -> None:
    from tests.factories import make_brand

    foreign = make_brand("charlie").return_addresses.get()
    order = make_order()
    rule(order.brand, return_address=foreign.pk)
    assert make_return(order).return_address == order.brand.return_addresses.get()


def test_items_for_two_addresses_travel_apart() -> None:
    order = two_items()
    rule(order.brand, SHOES, return_address=second_address(order).pk)
    with pytest.raises(TravelsApart) as refused:
        send_back(order, "1", "2")
    assert refused.value.message == (
        "These items go back separately: make a return for each of them."
    )
    assert [send_back(order, line).state for line in ("1", "2")] == [
        "label_pending",
        "label_pending",
    ]


def test_a_withdrawal_of_items_that_travel_apart_is_taken() -> None:
    order = two_items()
    rule(order.brand, SHOES, return_address=second_address(order).pk)
    ret = send_back(order, "1", "2", kind=RequestKind.WITHDRAWAL)
    assert ret.state == "label_pending"


def test_a_rule_decides_the_ways_back() -> None:
    order = make_order()
    rule(order.brand, methods=["pick_up"])
    with pytest.raises(MethodNotOffered):
        send_back(order, way=WayBack("drop_off_point"))
    assert send_back(order).method == "pick_up"


def test_questions_of_a_rule_have_to_be_answered() -> None:
    order = make_order()
    for key in ("size", "colour"):
        Question.objects.create(brand=order.brand, key=key, texts={"en": key})
    rule(order.brand, require_answers=["size", "colour"])
    with pytest.raises(AnswersMissing) as refused:
        create_return(
            order, [Selection("1", 1, "other", answers={"size": "M", "colour": " "})],
            now=NOW, actor=SYSTEM, locale="en",
        )  # fmt: skip
    assert refused.value.context == {
        "line_id": "1",
        "item": "Jacket",
        "questions": ["colour"],
    }
    answers = {"size": "M", "colour": "red"}
    made = create_return(
        order, [Selection("1", 1, "other", answers=answers)],
        now=NOW, actor=SYSTEM, locale="en",
    )  # fmt: skip
    assert made.lines.get().answers == answers


@pytest.mark.parametrize(
    ("offered", "wanted", "got"),
    [
        (["refund", "exchange"], None, "refund"),
        (["store_credit"], None, "store_credit"),
        (["refund", "exchange"], Resolution.EXCHANGE, "exchange"),
    ],
)
def test_each_line_comes_to_what_is_offered(
    offered: list[str], wanted: Resolution | None, got: str
) -> None:
    order = make_order()
    rule(order.brand, resolutions=offered)
    chosen = [Selection("1", 1, "other", resolution=wanted)]
    ret = create_return(order, chosen, now=NOW, actor=SYSTEM, locale="en")
    assert ret.lines.get().resolution == got


def test_a_resolution_that_is_not_offered_is_refused_with_those_that_are() -> None:
    order = make_order()
    rule(order.brand, resolutions=["refund"])
    chosen = [Selection("1", 1, "other", resolution=Resolution.STORE_CREDIT)]
    with pytest.raises(ResolutionNotOffered) as refused:
        create_return(order, chosen, now=NOW, actor=SYSTEM, locale="en")
    assert refused.value.context["offered"] == ["refund"]


def test_staff_may_decide_otherwise_before_a_return_is_made() -> None:
    order = make_order()
    rule(order.brand, not_returnable=FINAL)
    draft = choose_lines(
        start_draft(order, locale="en"), [Selection("1", 1, "too_small")]
    )
    told = Override(outcome="returnable", value=True, actor="anna", note="regular")
    ret = submit(draft, now=NOW, actor=ANNA, overrides=[told])
    event = ret.events.get(kind="decision.overridden")
    assert ret.state == "label_pending"
    assert (event.actor_name, event.data["note"]) == ("anna", "regular")


# ── Fees in the refund ───────────────────────────────────────────────────────


def euros(amount: str, per: str = "return") -> dict[str, Any]:
    return {"per": per, "fixed": [{"amount": amount, "currency": "EUR"}]}


CUSTOMER_PAYS = {"fee_payer": "customer"}
FEES: list[tuple[str, dict[str, Any], int, int]] = [
    ("nothing is charged where nothing is said", {}, 1, 9900),
    (
        "a fixed fee per return is taken off once",
        {"fee": euros("4.95"), **CUSTOMER_PAYS},
        2,
        19800 - 495,
    ),
    (
        "a fixed fee per unit is taken off for each",
        {"fee": euros("4.95", "item"), **CUSTOMER_PAYS},
        2,
        19800 - 990,
    ),
    (
        "a share of what comes back",
        {"fee": {"percent": "10"}, **CUSTOMER_PAYS},
        2,
        19800 - 1980,
    ),
    (
        "a share of each unit",
        {"fee": {"per": "item", "percent": "10"}, **CUSTOMER_PAYS},
        1,
        9900 - 990,
    ),
    (
        "a fee the merchant pays is not the customer's",
        {"fee": euros("4.95"), "fee_payer": "merchant"},
        1,
        9900,
    ),
    (
        "a fee without an amount in the order's currency is none",
        {
            "fee": {"fixed": [{"amount": "4.95", "currency": "CHF"}]},
            **CUSTOMER_PAYS,
        },
        1,
        9900,
    ),
    ("restocking is a share of each unit", {"restocking_percent": "15"}, 1, 8415),
    (
        "restocking and a fee add up",
        {"restocking_percent": "10", "fee": euros("5.00"), **CUSTOMER_PAYS},
        1,
        9900 - 990 - 500,
    ),
    (
        "a fee above the worth leaves nothing, never less",
        {"fee": euros("500.00"), **CUSTOMER_PAYS},
        1,
        0,
    ),
]


@pytest.mark.parametrize(
    ("policy", "units", "paid"),
    [case[1:] for case in FEES],
    ids=[case[0] for case in FEES],
)
def test_a_refund_is_less_the_fees_of_its_decision(
    policy: dict[str, Any], units: int, paid: int
) -> None:
    order = make_order()
    grant(order.brand, **policy)
    ret = make_return(order, {"1": units})
    receive_all(ret)
    assert refund(ret, actor=SYSTEM).amount_minor == paid


def test_the_merchants_fault_waives_fee_and_restocking() -> None:
    order = make_order()
    Reason.objects.create(brand=order.brand, key="too_small", our_fault=True)
    grant(order.brand, fee=euros("4.95"), restocking_percent="10", **CUSTOMER_PAYS)
    ret = make_return(order)
    assert ret.lines.get().our_fault is True
    receive_all(ret)
    assert refund(ret, actor=SYSTEM).amount_minor == 9900


def test_a_fee_is_not_charged_where_nothing_came() -> None:
    order = make_order()
    grant(order.brand, fee=euros("4.95"), **CUSTOMER_PAYS)
    ret = make_return(order)
    Return.objects.update(state="ready")
    receive(ret, actor=SYSTEM, counted={})
    assert refundable(ret) == 0


def test_a_fee_of_one_item_is_taken_off_that_item_alone() -> None:
    order = two_items()
    rule(order.brand, SHOES, fee=euros("3.00", "item"))
    ret = send_back(order, "1", "2")
    Return.objects.update(state="ready")
    only_jacket = ret.lines.get(order_line__external_id="1")
    receive(ret, actor=SYSTEM, counted={only_jacket.pk: Received(good=1)})
    assert refundable(ret) == 9900


def test_store_credit_has_the_bonus_of_its_version() -> None:
    order = make_order()
    grant(order.brand, resolutions=["store_credit"], store_credit_bonus="10")
    ret = make_return(order)
    receive_all(ret)
    credit = settle(ret, actor=SYSTEM).credit
    assert credit
    assert (credit.amount_minor, credit.bonus_minor) == (9900, 990)


def test_a_return_from_before_policies_is_refunded_without_fees() -> None:
    order = make_order()
    grant(order.brand, restocking_percent="10")
    ret = make_return(order)
    Return.objects.update(decision=None, policy=None, state="ready")
    receive(ret, actor=SYSTEM)
    assert refundable(Return.objects.get()) == 9900
    assert ReturnLine.objects.get().is_kept is False


def test_a_claim_of_a_customer_needs_the_photo_its_policy_asks_for() -> None:
    order = make_order()
    draft = choose_lines(
        start_draft(order, locale="en", kind=RequestKind.CLAIM),
        [Selection("1", 1, "damaged")],
    )
    with pytest.raises(PhotosMissing) as refused:
        submit(draft, now=NOW)
    assert refused.value.context == {"line_id": "1", "item": "Jacket"}
    # A shop's program and staff have none to give.
    assert submit(draft, now=NOW, actor=ANNA).state == "requested"
