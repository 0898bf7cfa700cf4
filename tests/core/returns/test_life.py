"""A return's whole life through the operations, and each refusal on the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from retour_core.brands.models import ReturnAddress
from retour_core.domain.errors import DomainError
from retour_core.domain.reasons import ReturnReason
from retour_core.domain.states import ReturnState, TransitionRefused
from retour_core.orders.models import OrderLine
from retour_core.outbox.models import OutboxMessage
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.drafts import (
    DraftClosed,
    LineTwice,
    LineUnknown,
    NothingChosen,
    QuantityInvalid,
    ReasonMissing,
    Selection,
    choose_lines,
    choose_method,
    give_reasons,
    start_draft,
)
from retour_core.returns.models import Return
from retour_core.returns.operations import CannotCancel
from retour_core.returns.receiving import (
    NothingToReceive,
    Received,
    ReceivedTooMany,
    receive,
)
from retour_core.returns.refunding import refund
from retour_core.returns.refusals import (
    MethodNotOffered,
    NoReturnAddress,
    NotShippedYet,
    OrderCancelled,
    WindowClosed,
)
from retour_core.returns.transition import lock_return, move
from retour_core.returns.units import QuantityNotAvailable
from tests.factories import (
    NOW,
    line_data,
    make_brand,
    make_draft,
    make_order,
    make_return,
    make_shop,
)

pytestmark = pytest.mark.django_db
SHOP = Actor.shop(type("Shop", (), {"name": "the shop"})())
OWN_CARRIER = {"methods": ["own_carrier"]}


def make_manual(**values: Any) -> Return:
    """Submitted, and waiting for a person to approve it."""
    brand = make_brand(auto_approve=False, **values)
    return make_return(make_order(make_shop(brand)))


def counters() -> tuple[int, int, int]:
    line = OrderLine.objects.get()
    return line.requested, line.cancelled, line.returnable


def timeline(ret: Return) -> list[tuple[str, str]]:
    return [(e.kind, e.actor_kind) for e in ret.events.order_by("pk")]


def outbox() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.order_by("pk")
    return [(row.kind, row.payload.get("template", "")) for row in rows]


def reach(state: ReturnState) -> Return:
    ret = make_manual()
    path = {
        ReturnState.REQUESTED: [],
        ReturnState.LABEL_PENDING: ["approved", "label_pending"],
        ReturnState.READY: ["approved", "ready"],
        ReturnState.IN_TRANSIT: ["approved", "ready", "in_transit"],
        ReturnState.EXPIRED: ["approved", "ready", "expired"],
        ReturnState.CANCELLED: ["cancelled"],
    }[state]
    locked = lock_return(ret.pk)
    for step in path:
        move(locked, ReturnState(step), actor=SYSTEM)
    return locked


def test_a_return_goes_from_the_customers_choice_to_the_money_back() -> None:
    order = make_order(make_shop(make_brand(**OWN_CARRIER)))

    ret = make_return(order)
    receive(ret, actor=SHOP)
    refund(ret, actor=SHOP, reference="bank 7")

    ret.refresh_from_db()
    assert ret.state == "settled"
    assert timeline(ret) == [
        ("return.requested", "customer"),
        ("return.approved", "system"),
        ("return.ready", "system"),
        ("return.inspected", "shop"),
        ("refund.decided", "shop"),
        ("return.settled", "shop"),
    ]
    assert outbox() == [("mail", "ready"), ("mail", "received"), ("mail", "settled")]


def test_what_is_frozen_when_a_return_is_submitted() -> None:
    order = make_order(locale="fr")

    ret = make_return(order, {"1": 2})

    assert ret.submitted_at == NOW
    assert ret.email == "anna@example.org"
    assert ret.sender["street"] == "Torstraße 1"
    assert ret.return_address == order.brand.return_addresses.get()
    assert ret.method == "drop_off_point"
    assert [line.refund_minor for line in ret.lines.all()] == [19800]


def test_the_timeline_says_who_from_where_and_what() -> None:
    ret = make_manual()
    user = get_user_model()(username="mia")

    operations.reject(ret, actor=Actor.staff(user), reason="worn")

    event = ret.events.get(kind="return.rejected")
    assert (event.from_state, event.to_state) == ("requested", "rejected")
    assert (event.actor_kind, event.actor_name) == ("staff", "mia")
    assert event.data == {"reason": "worn"}
    assert Return.objects.get().rejection_reason == "worn"


def test_a_return_that_needs_approval_is_announced_and_waits() -> None:
    ret = make_manual()

    assert ret.state == "requested"
    assert outbox() == [("mail", "requested")]
    assert counters() == (1, 0, 1)


def test_a_return_approved_at_once_sends_no_mail_of_its_request() -> None:
    ret = make_return()

    assert ret.state == "label_pending"
    assert outbox() == [("label", "")]
    payload = {"return_id": ret.pk, "parcel": 1}
    assert OutboxMessage.objects.get().payload == payload


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("approved", []),
        ("rejected", [("mail", "rejected")]),
        ("cancelled", [("mail", "cancelled")]),
    ],
)
def test_which_messages_a_step_from_requested_writes(
    target: str, written: list[tuple[str, str]]
) -> None:
    locked = lock_return(make_manual().pk)
    OutboxMessage.objects.all().delete()

    move(locked, ReturnState(target), actor=SYSTEM)

    assert outbox() == written


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("in_transit", [("mail", "in_transit")]),
        ("arrived", [("mail", "arrived")]),
        ("expired", [("cancel_label", ""), ("mail", "expired")]),
        ("inspected", [("mail", "received")]),
        ("cancelled", [("cancel_label", ""), ("mail", "cancelled")]),
    ],
)
def test_which_messages_a_step_from_ready_writes(
    target: str, written: list[tuple[str, str]]
) -> None:
    locked = reach(ReturnState.READY)
    OutboxMessage.objects.all().delete()

    move(locked, ReturnState(target), actor=SYSTEM)

    assert outbox() == written


def test_who_left_no_address_is_written_no_mail() -> None:
    brand = make_brand(auto_approve=False)

    make_return(make_order(make_shop(brand), email=""))

    assert outbox() == []


def test_submitting_twice_is_one_return() -> None:
    draft = make_draft()

    first = operations.submit(draft, now=NOW)
    second = operations.submit(draft, now=NOW)

    assert first == second
    assert counters() == (1, 0, 1)
    assert OutboxMessage.objects.count() == 1


def test_two_drafts_for_the_last_unit_make_one_return() -> None:
    order = make_order(lines=[line_data(quantity=1, fulfilled_quantity=1)])
    one, two = make_draft(order), make_draft(order)
    operations.submit(one, now=NOW)

    with pytest.raises(QuantityNotAvailable) as refusal:
        operations.submit(two, now=NOW)

    assert refusal.value.message == "No unit of “Jacket” can be returned any more."
    assert refusal.value.context == {
        "line_id": "1",
        "item": "Jacket",
        "asked": 1,
        "available": 0,
    }
    two.refresh_from_db()
    assert (two.state, two.submitted_at, two.method) == ("draft", None, "")
    assert not two.events.exists()


def test_one_line_too_many_holds_no_unit_of_the_others() -> None:
    order = make_order(lines=[line_data("a"), line_data("b")])
    draft = make_draft(order, {"a": 1, "b": 2})
    make_return(order, {"b": 1})

    with pytest.raises(QuantityNotAvailable) as refusal:
        operations.submit(draft, now=NOW)

    assert refusal.value.message == ("Only 1 of “Jacket” can still be returned, not 2.")
    assert OrderLine.objects.get(external_id="a").requested == 0


def test_a_cancelled_return_gives_its_units_back() -> None:
    ret = make_return(quantities={"1": 2})
    assert counters() == (2, 0, 0)

    operations.cancel(ret, actor=CUSTOMER)

    assert counters() == (2, 2, 2)


def test_a_rejected_return_frees_its_units_and_an_approval_takes_them_again() -> None:
    ret = make_manual()

    operations.reject(ret, actor=SHOP, reason="worn")
    assert counters() == (1, 1, 2)
    operations.approve(ret, actor=SHOP)

    assert counters() == (2, 1, 1)
    assert Return.objects.get().state == "label_pending"


def test_a_rejected_return_cannot_be_approved_when_its_units_went_elsewhere() -> None:
    ret = make_manual()
    operations.reject(ret, actor=SHOP, reason="worn")
    make_return(ret.order, {"1": 2})

    with pytest.raises(QuantityNotAvailable):
        operations.approve(ret, actor=SHOP)

    ret.refresh_from_db()
    assert ret.state == "rejected"
    assert not ret.events.filter(kind="return.approved").exists()


def test_a_parcel_that_turns_up_after_its_label_expired_is_booked_in() -> None:
    ret = reach(ReturnState.EXPIRED)
    assert counters() == (1, 1, 2)

    receive(ret, actor=SHOP)

    assert counters() == (2, 1, 1)
    line = OrderLine.objects.get()
    assert (line.received_good, line.received_not_good) == (1, 0)
    assert Return.objects.get().state == "inspected"


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (ReturnState.REQUESTED, True),
        (ReturnState.LABEL_PENDING, True),
        (ReturnState.READY, True),
        (ReturnState.IN_TRANSIT, False),
        (ReturnState.CANCELLED, False),
    ],
)
def test_until_when_a_customer_may_cancel(state: ReturnState, allowed: bool) -> None:
    ret = reach(state)

    if allowed:
        assert operations.cancel(ret, actor=CUSTOMER).state == "cancelled"
    else:
        with pytest.raises(CannotCancel):
            operations.cancel(ret, actor=CUSTOMER)


def test_staff_cannot_cancel_what_is_under_way_either() -> None:
    with pytest.raises(TransitionRefused):
        operations.cancel(reach(ReturnState.IN_TRANSIT), actor=SHOP)


def test_a_refused_step_leaves_nothing_behind() -> None:
    ret = make_manual()
    operations.cancel(ret, actor=SHOP)
    events, messages = ret.events.count(), OutboxMessage.objects.count()

    with pytest.raises(TransitionRefused):
        operations.reject(ret, actor=SHOP, reason="too late")

    assert Return.objects.get().rejection_reason == ""
    assert (ret.events.count(), OutboxMessage.objects.count()) == (events, messages)


def test_a_failed_label_can_be_asked_for_again() -> None:
    ret = make_return()
    move(lock_return(ret.pk), ReturnState.LABEL_FAILED, actor=SYSTEM, reason="no money")

    assert operations.retry_label(ret, actor=SHOP).state == "label_pending"
    assert outbox() == [("label", ""), ("label", "")]


def test_a_label_cannot_be_asked_for_twice() -> None:
    with pytest.raises(TransitionRefused):
        operations.retry_label(make_return(), actor=SHOP)


REFUSED_ORDERS: list[tuple[dict[str, Any], dict[str, Any], type[DomainError]]] = [
    ({"status": "cancelled"}, {}, OrderCancelled),
    ({"shipments": [], "lines": [line_data(fulfilled_quantity=0)]}, {}, NotShippedYet),
    ({}, {"return_window_days": 9}, WindowClosed),
]


@pytest.mark.parametrize(("order", "brand", "error"), REFUSED_ORDERS)
def test_an_order_that_may_not_be_returned_is_refused_on_submitting(
    order: dict[str, Any], brand: dict[str, Any], error: type[DomainError]
) -> None:
    draft = make_draft(make_order(make_shop(make_brand(**brand)), **order))

    with pytest.raises(error):
        operations.submit(draft, now=NOW)

    draft.refresh_from_db()
    assert draft.state == "draft"
    assert counters()[0] == 0


def test_the_switch_lets_an_order_without_a_shipment_be_returned() -> None:
    brand = make_brand(allow_unshipped_returns=True)
    order = make_order(
        make_shop(brand), shipments=[], lines=[line_data(fulfilled_quantity=0)]
    )

    assert make_return(order).state == "label_pending"


def test_the_window_is_open_through_its_last_day_in_the_consumers_zone() -> None:
    # Delivered on 10 November; 14 days are 24 November in Berlin, UTC+1.
    order = make_order(make_shop(make_brand(return_window_days=14)))
    end = datetime.fromisoformat("2026-11-25T00:00:00+01:00")

    make_return(order, now=end - timedelta(seconds=1))
    with pytest.raises(WindowClosed) as refusal:
        make_return(order, now=end)

    assert refusal.value.message == ("The time to return “Jacket” ended on 2026-11-24.")
    assert refusal.value.context == {
        "line_id": "1",
        "item": "Jacket",
        "last_day": "2026-11-24",
        "ended_at": end.isoformat(),
    }


@pytest.mark.parametrize(
    ("shipments", "last"),
    [
        # Where only the dispatch is known, seven days stand for the journey.
        ([{"id": "1", "shipped_at": "2026-11-02T10:00:00Z"}], "2026-12-10"),
        (
            [
                {"id": "1", "delivered_at": "2026-11-04T10:00:00Z"},
                {"id": "2", "delivered_at": "2026-11-03T10:00:00Z"},
                {"id": "3", "shipped_at": "2026-11-09T10:00:00Z"},
            ],
            "2026-12-17",
        ),
        ([{"id": "1"}], "2026-12-07"),
    ],
)
def test_the_window_counts_from_the_last_arrival_else_the_order(
    shipments: list[dict[str, Any]], last: str
) -> None:
    order = make_order(shipments=shipments)
    end = datetime.fromisoformat(f"{last}T00:00:00+01:00")

    make_return(order, now=end - timedelta(seconds=1))
    with pytest.raises(WindowClosed):
        make_return(order, now=end)


def test_a_brand_without_a_return_address_takes_no_returns() -> None:
    draft = make_draft()
    ReturnAddress.objects.all().delete()

    with pytest.raises(NoReturnAddress):
        operations.submit(draft, now=NOW)


def test_an_empty_draft_cannot_be_submitted() -> None:
    with pytest.raises(NothingChosen):
        operations.submit(start_draft(make_order(), locale="en"), now=NOW)


def test_a_line_without_a_reason_cannot_be_submitted() -> None:
    draft = start_draft(make_order(), locale="en")
    choose_lines(draft, [Selection("1", 1)])

    with pytest.raises(ReasonMissing):
        operations.submit(draft, now=NOW)


@pytest.mark.parametrize(
    ("selections", "error"),
    [
        ([], NothingChosen),
        ([Selection("9", 1)], LineUnknown),
        ([Selection("1", 0)], QuantityInvalid),
        ([Selection("1", -1)], QuantityInvalid),
        ([Selection("1", True)], QuantityInvalid),
        ([Selection("1", 1.0)], QuantityInvalid),  # type: ignore[arg-type]
        ([Selection("1", "1")], QuantityInvalid),  # type: ignore[arg-type]
        ([Selection("1", 3)], QuantityNotAvailable),
        ([Selection("1", 10**30)], QuantityNotAvailable),
        ([Selection("1", 1), Selection("1", 1)], LineTwice),
    ],
)
def test_a_choice_that_cannot_be_is_refused_and_keeps_the_one_before(
    selections: list[Selection], error: type[DomainError]
) -> None:
    draft = make_draft(quantities={"1": 2})

    with pytest.raises(error):
        choose_lines(draft, selections)

    assert [line.quantity for line in draft.lines.all()] == [2]


def test_a_line_of_another_order_cannot_be_chosen() -> None:
    brand = make_brand()
    make_order(make_shop(brand, name="Stranger"), lines=[line_data("theirs")])

    with pytest.raises(LineUnknown):
        make_draft(make_order(make_shop(brand)), {"theirs": 1})


def test_choosing_again_keeps_the_reasons_already_given() -> None:
    draft = make_draft()

    choose_lines(draft, [Selection("1", 2)])

    line = draft.lines.get()
    assert (line.quantity, line.reason) == (2, "too_small")


def test_reasons_are_given_for_every_line_or_not_at_all() -> None:
    order = make_order(lines=[line_data("a"), line_data("b")])
    draft = start_draft(order, locale="en")
    choose_lines(draft, [Selection("a", 1), Selection("b", 1)])
    first, second = draft.lines.order_by("pk")

    with pytest.raises(ReasonMissing):
        give_reasons(draft, {first.pk: (ReturnReason.DAMAGED, "torn")})
    assert [line.reason for line in draft.lines.all()] == ["", ""]

    give_reasons(
        draft,
        {
            first.pk: (ReturnReason.DAMAGED, "torn"),
            second.pk: (ReturnReason.OTHER, ""),
        },
    )
    assert {(line.reason, line.comment) for line in draft.lines.all()} == {
        ("damaged", "torn"),
        ("other", ""),
    }


def test_only_a_way_back_the_brand_offers_can_be_chosen() -> None:
    draft = make_draft(make_order(make_shop(make_brand(**OWN_CARRIER))))

    choose_method(draft, "own_carrier", now=NOW)
    with pytest.raises(MethodNotOffered):
        choose_method(draft, "drop_off_point", now=NOW)

    draft.refresh_from_db()
    assert draft.method == "own_carrier"


def test_nothing_of_a_submitted_return_can_be_chosen_again() -> None:
    ret = make_return()

    with pytest.raises(DraftClosed):
        choose_lines(ret, [Selection("1", 2)])
    with pytest.raises(DraftClosed):
        choose_method(ret, "drop_off_point", now=NOW)
    with pytest.raises(DraftClosed):
        give_reasons(ret, {})


@pytest.mark.parametrize(
    ("asked", "kept"), [("fr", "fr"), ("de-AT", "de-AT"), ("klingon", "en"), ("", "en")]
)
def test_a_language_nobody_knows_becomes_the_brands(asked: str, kept: str) -> None:
    assert start_draft(make_order(), locale=asked).locale == kept


def test_what_came_is_counted_on_the_return_and_on_the_order() -> None:
    order = make_order(lines=[line_data("a"), line_data("b")])
    ret = make_return(order, {"a": 2, "b": 1})
    move(lock_return(ret.pk), ReturnState.READY, actor=SYSTEM)
    first = ret.lines.get(order_line__external_id="a")

    receive(ret, actor=SHOP, counted={first.pk: Received(good=1, not_good=1)})

    assert [
        (line.received_good, line.received_not_good)
        for line in OrderLine.objects.order_by("position")
    ] == [(1, 1), (0, 0)]
    event = ret.events.get(kind="return.inspected")
    assert event.data == {
        "good": 1,
        "not_good": 1,
        "units": {
            str(line.pk): [1, 1] if line == first else [0, 0]
            for line in ret.lines.all()
        },
    }


@pytest.mark.parametrize(
    "found", [Received(good=2), Received(1, 1), Received(good=-1), Received(0, -1)]
)
def test_more_than_was_announced_or_less_than_nothing_is_not_booked(
    found: Received,
) -> None:
    ret = reach(ReturnState.READY)

    with pytest.raises(ReceivedTooMany):
        receive(ret, actor=SHOP, counted={ret.lines.get().pk: found})

    assert Return.objects.get().state == "ready"
    assert OrderLine.objects.get().received_good == 0


def test_a_parcel_is_booked_in_once() -> None:
    ret = reach(ReturnState.READY)
    receive(ret, actor=SHOP)

    with pytest.raises(NothingToReceive):
        receive(ret, actor=SHOP)

    assert OrderLine.objects.get().received_good == 1


@pytest.mark.django_db(transaction=True)
def test_a_state_is_not_written_outside_a_transaction() -> None:
    ret = make_manual()

    with pytest.raises(RuntimeError, match="needs the transaction"):
        move(ret, ReturnState.APPROVED, actor=SYSTEM)
