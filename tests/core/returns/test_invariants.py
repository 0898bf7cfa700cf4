"""Whatever people do in whatever order, units and money add up."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from retour_core.domain.errors import DomainError
from retour_core.domain.states import HOLDING_STATES, ReturnState
from retour_core.orders.models import Order, OrderLine
from retour_core.orders.operations import receive_orders
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.models import Refund, Return, ReturnLine
from retour_core.returns.receiving import Received, receive
from retour_core.returns.refunding import finish_refund, refund
from retour_core.returns.transition import lock_return, move
from tests.factories import (
    NOW,
    line_data,
    make_brand,
    make_order,
    make_return,
    make_shop,
    order_data,
)

STAFF = Actor.shop(type("Shop", (), {"name": "the shop"})())
HOLDING = [str(state) for state in HOLDING_STATES]
UNITS, PAID = {"a": 3, "b": 2}, {"a": 1000, "b": 5}
counts = st.integers(1, 3)


def snapshot(minute: int, units: dict[str, int]) -> dict[str, Any]:
    return order_data(
        number="NW-1",
        changed_at=f"2026-11-10T10:{minute:02}:00Z",
        lines=[
            line_data(
                key,
                quantity=UNITS[key],
                fulfilled_quantity=units[key],
                total_incl_tax=f"{PAID[key] / 100:.2f}",
            )
            for key in UNITS
        ],
        total_incl_tax="10.05",
        shipping_incl_tax="0",
    )


class Returns(RuleBasedStateMachine):
    """Each step either happens or is refused as a whole; refusals are fine."""

    @initialize(executes=st.booleans(), automatic=st.booleans())
    def open(self, executes: bool, automatic: bool) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        brand = make_brand(methods=["own_carrier"], auto_approve=automatic)
        self.order = make_order(
            make_shop(brand, executes_refunds=executes), **snapshot(0, UNITS)
        )
        self.pushes = 0

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def attempt(self, step: Any, *args: Any, **values: Any) -> None:
        try:
            with transaction.atomic():
                step(*args, **values)
        except DomainError:
            pass

    def any_return(self, number: int) -> Return:
        returns = list(Return.objects.order_by("pk"))
        return returns[number % len(returns)]

    def has_returns(self) -> bool:
        return Return.objects.exists()

    @rule(line=st.sampled_from("ab"), units=counts)
    def create(self, line: str, units: int) -> None:
        before = OrderLine.objects.get(external_id=line).returnable
        made = Return.objects.count()

        self.attempt(make_return, self.order, {line: units})

        assert Return.objects.count() - made == int(units <= before)

    @rule(units=counts)
    def create_both(self, units: int) -> None:
        self.attempt(make_return, self.order, {"a": units, "b": units})

    @precondition(has_returns)
    @rule(number=st.integers(0, 9))
    def cancel(self, number: int) -> None:
        self.attempt(operations.cancel, self.any_return(number), actor=CUSTOMER)

    @precondition(has_returns)
    @rule(number=st.integers(0, 9))
    def reject(self, number: int) -> None:
        ret = self.any_return(number)
        self.attempt(operations.reject, ret, actor=STAFF, reason="worn")

    @precondition(has_returns)
    @rule(number=st.integers(0, 9))
    def approve(self, number: int) -> None:
        self.attempt(operations.approve, self.any_return(number), actor=STAFF)

    @precondition(has_returns)
    @rule(number=st.integers(0, 9))
    def expire(self, number: int) -> None:
        locked = lock_return(self.any_return(number).pk)
        self.attempt(move, locked, ReturnState.EXPIRED, actor=SYSTEM)

    @precondition(has_returns)
    @rule(number=st.integers(0, 9), good=st.integers(0, 2), bad=st.integers(0, 2))
    def book_in(self, number: int, good: int, bad: int) -> None:
        ret = self.any_return(number)
        counted = {line.pk: Received(good, bad) for line in ret.lines.all()}
        self.attempt(receive, ret, actor=STAFF, counted=counted)

    @precondition(has_returns)
    @rule(number=st.integers(0, 9), amount=st.none() | st.integers(0, 1200))
    def pay(self, number: int, amount: int | None) -> None:
        self.attempt(refund, self.any_return(number), actor=STAFF, amount_minor=amount)

    @precondition(lambda _: Refund.objects.exists())
    @rule(succeeded=st.booleans())
    def hear_of_a_refund(self, succeeded: bool) -> None:
        self.attempt(
            finish_refund,
            Refund.objects.order_by("pk").last(),
            succeeded=succeeded,
            actor=STAFF,
            reference="R",
        )

    @rule(a=st.integers(0, 3), b=st.integers(0, 2))
    def push_again(self, a: int, b: int) -> None:
        self.pushes += 1
        data = snapshot(min(self.pushes, 59), {"a": a, "b": b})

        [result] = receive_orders(self.order.shop, [data], now=NOW)

        assert result.status in ("updated", "unchanged")

    @invariant()
    def counters_are_the_sum_of_the_returns(self) -> None:
        for line in OrderLine.objects.all():
            live = ReturnLine.objects.filter(
                order_line=line, parent__state__in=HOLDING
            ).aggregate(
                units=Sum("quantity", default=0),
                good=Sum("received_good", default=0),
                bad=Sum("received_not_good", default=0),
            )
            assert line.net_returned == live["units"]
            assert line.received_good == live["good"]
            assert line.received_not_good == live["bad"]
            assert 0 <= line.net_returned <= line.returnable_limit
            assert line.returnable_limit <= line.ordered

    @invariant()
    def nothing_is_promised_twice(self) -> None:
        for line in OrderLine.objects.all():
            live = ReturnLine.objects.filter(order_line=line, parent__state__in=HOLDING)
            promised = sum(part.refund_minor for part in live)
            assert promised <= line.total_incl_minor
            if line.net_returned == line.ordered:
                assert promised == line.total_incl_minor

    @invariant()
    def no_more_money_leaves_than_came_in(self) -> None:
        for order in Order.objects.all():
            given = Refund.objects.filter(order=order).exclude(state="failure")
            assert sum(r.amount_minor for r in given) <= order.captured_minor

    @invariant()
    def every_state_is_the_last_one_on_the_timeline(self) -> None:
        for ret in Return.objects.submitted():
            last = ret.events.exclude(to_state="").order_by("pk").last()
            assert last is not None
            assert last.to_state == ret.state


@pytest.mark.django_db
def test_units_and_money_add_up_whatever_people_do() -> None:
    run_state_machine_as_test(
        Returns, settings=settings(max_examples=30, stateful_step_count=20)
    )
