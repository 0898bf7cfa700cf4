"""Refunds: what units are worth, who pays, what happens when it fails."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retour_core.domain.states import ReturnState, TransitionRefused
from retour_core.returns import operations
from retour_core.returns.actors import Actor
from retour_core.returns.deciding import RefundTooHigh
from retour_core.returns.models import Return
from retour_core.returns.receiving import Received, receive
from retour_core.returns.refund_models import Refund
from retour_core.returns.refunding import RefundNotPending, finish_refund, refund
from tests.factories import line_data, make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
SHOP = Actor.shop(type("Shop", (), {"name": "the shop"})())


def make_ten_for_three(**values: Any) -> Any:
    """Three units that cost 10.00 together, at a brand without labels."""
    brand = make_brand(methods=["own_carrier"])
    return make_order(
        make_shop(brand, **values),
        lines=[line_data(quantity=3, fulfilled_quantity=3, total_incl_tax="10.00")],
        total_incl_tax="10.00",
        shipping_incl_tax="0",
    )


def worth(ret: Return) -> int:
    return sum(line.refund_minor for line in ret.lines.all())


def make_received(*, executes_refunds: bool = False, units: int = 3) -> Return:
    order = make_ten_for_three(executes_refunds=executes_refunds)
    return receive(make_return(order, {"1": units}), actor=SHOP)


def test_the_last_unit_takes_the_remaining_cent() -> None:
    order = make_ten_for_three()

    assert [worth(make_return(order)) for _ in range(3)] == [333, 333, 334]


def test_a_cancelled_return_gives_its_cents_back_as_well() -> None:
    order = make_ten_for_three()
    first = make_return(order)
    make_return(order)

    operations.cancel(first, actor=SHOP)

    assert worth(make_return(order, {"1": 2})) == 667


def test_a_return_approved_after_all_is_priced_anew() -> None:
    order = make_ten_for_three()
    first, _second, third = (make_return(order) for _ in range(3))
    assert worth(third) == 334
    # The rejected one held the remaining cent; meanwhile another took it.
    third = Return.objects.get(pk=third.pk)
    Return.objects.filter(pk=third.pk).update(state=ReturnState.REQUESTED)
    operations.reject(third, actor=SHOP, reason="worn")
    assert worth(make_return(order)) == 334
    operations.cancel(first, actor=SHOP)

    operations.approve(third, actor=SHOP)

    live = Return.objects.exclude(state__in=["cancelled", "rejected"])
    assert sorted(worth(ret) for ret in live) == [333, 333, 334]


@given(plan=st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=12))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_units_give_back_what_was_paid_whatever_was_cancelled_in_between(
    plan: list[tuple[int, bool]],
) -> None:
    from django.db import transaction

    with transaction.atomic():
        order = make_ten_for_three()
        live: list[Return] = []
        for units, cancel in plan:
            left = order.lines.get().returnable
            if cancel and live:
                operations.cancel(live.pop(0), actor=SHOP)
            elif left:
                live.append(make_return(order, {"1": min(units, left)}))
        left = order.lines.get().returnable
        if left:
            live.append(make_return(order, {"1": left}))

        assert sum(worth(ret) for ret in live) == 1000
        transaction.set_rollback(True)


def test_a_refund_by_hand_settles_the_return_at_once() -> None:
    ret = make_received()

    paid = refund(ret, actor=SHOP, reference="bank 7")

    assert (paid.amount_minor, paid.currency, paid.state) == (1000, "EUR", "success")
    assert (paid.executor, paid.reference) == ("merchant", "bank 7")
    assert paid.finished_at is not None
    assert Return.objects.get().state == "settled"
    event = ret.events.get(kind="return.settled")
    assert event.data == {"amount_minor": 1000, "reference": "bank 7"}


def test_a_refund_by_the_shop_waits_for_its_answer() -> None:
    ret = make_received(executes_refunds=True)

    decided = refund(ret, actor=SHOP)
    assert (decided.state, decided.executor) == ("pending", "shop")
    assert Return.objects.get().state == "inspected"

    finish_refund(decided, succeeded=True, actor=SHOP, reference="R-1")

    decided.refresh_from_db()
    assert (decided.state, decided.reference) == ("success", "R-1")
    assert Return.objects.get().state == "settled"


def test_a_failed_refund_frees_the_money_and_can_be_decided_anew() -> None:
    ret = make_received(executes_refunds=True)
    first = refund(ret, actor=SHOP)

    finish_refund(first, succeeded=False, actor=SHOP, reference="", message="no card")
    second = refund(ret, actor=SHOP)

    first.refresh_from_db()
    assert (first.state, first.failure) == ("failure", "no card")
    assert (second.state, second.amount_minor) == ("pending", 1000)
    assert [e.kind for e in ret.events.order_by("pk")][-3:] == [
        "refund.decided",
        "refund.failed",
        "refund.decided",
    ]


@pytest.mark.parametrize("succeeded", [True, False])
def test_the_same_answer_again_changes_nothing(succeeded: bool) -> None:
    ret = make_received(executes_refunds=True)
    decided = refund(ret, actor=SHOP)
    finish_refund(decided, succeeded=succeeded, actor=SHOP, reference="R-1")
    events = ret.events.count()

    again = finish_refund(decided, succeeded=succeeded, actor=SHOP, reference="R-2")

    assert again.reference == ("R-1" if succeeded else "")
    assert ret.events.count() == events


@pytest.mark.parametrize("succeeded", [True, False])
def test_another_answer_afterwards_is_refused(succeeded: bool) -> None:
    decided = refund(make_received(executes_refunds=True), actor=SHOP)
    finish_refund(decided, succeeded=succeeded, actor=SHOP, reference="R-1")

    with pytest.raises(RefundNotPending):
        finish_refund(decided, succeeded=not succeeded, actor=SHOP, reference="R-1")


def test_deciding_twice_answers_the_first_refund() -> None:
    ret = make_received(executes_refunds=True)

    first = refund(ret, actor=SHOP)

    assert refund(ret, actor=SHOP) == first
    assert refund(ret, actor=SHOP, amount_minor=first.amount_minor) == first
    assert Refund.objects.count() == 1


def test_nothing_is_refunded_before_the_goods_are_here() -> None:
    with pytest.raises(TransitionRefused):
        refund(make_return(make_ten_for_three()), actor=SHOP)

    assert not Refund.objects.exists()


@pytest.mark.parametrize("amount", [1001, -1, 10**18])
def test_a_refund_beyond_the_payment_is_refused(amount: int) -> None:
    with pytest.raises(RefundTooHigh) as refusal:
        refund(make_received(), actor=SHOP, amount_minor=amount)

    assert refusal.value.context == {
        "available_minor": 1000,
        "asked_minor": amount,
        "currency": "EUR",
    }
    assert not Refund.objects.exists()


def test_what_other_returns_of_the_order_were_promised_is_spoken_for() -> None:
    order = make_ten_for_three(executes_refunds=True)
    one = receive(make_return(order), actor=SHOP)
    two = receive(make_return(order), actor=SHOP)
    refund(one, actor=SHOP, amount_minor=900)

    with pytest.raises(RefundTooHigh) as refusal:
        refund(two, actor=SHOP, amount_minor=333)
    assert refusal.value.context == {
        "available_minor": 100,
        "asked_minor": 333,
        "currency": "EUR",
    }

    assert refund(two, actor=SHOP).amount_minor == 100


def test_an_order_paid_in_part_gives_back_no_more_than_was_captured() -> None:
    brand = make_brand(methods=["own_carrier"])
    ret = receive(
        make_return(make_order(make_shop(brand), captured="50.00")), actor=SHOP
    )

    with pytest.raises(RefundTooHigh):
        refund(ret, actor=SHOP, amount_minor=5001)
    assert refund(ret, actor=SHOP).amount_minor == 5000


@pytest.mark.parametrize(
    ("found", "amount"),
    [
        (Received(good=3), 1000),
        (Received(good=1, not_good=1), 666),
        (Received(good=1), 333),
        (Received(), 0),
    ],
)
def test_only_what_came_is_paid_for(found: Received, amount: int) -> None:
    ret = make_return(make_ten_for_three(), {"1": 3})
    receive(ret, actor=SHOP, counted={ret.lines.get().pk: found})

    assert refund(ret, actor=SHOP).amount_minor == amount


def test_units_the_shop_refunded_itself_are_not_paid_twice() -> None:
    brand = make_brand(methods=["own_carrier"])
    line = line_data(
        quantity=3, fulfilled_quantity=3, refunded_quantity=1, total_incl_tax="10.00"
    )
    order = make_order(make_shop(brand), lines=[line])

    assert worth(make_return(order, {"1": 2})) == 667
