"""Whatever people do in whatever order, units and money add up."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
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
from retour_core.domain.money import Money
from retour_core.domain.policies import Resolution
from retour_core.domain.reasons import ReturnReason
from retour_core.domain.refunds import load_breakdown
from retour_core.domain.states import HOLDING_STATES, TRANSITIONS, ReturnState
from retour_core.orders.models import Order, OrderLine
from retour_core.orders.operations import receive_orders
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.closing import close_rest, send_back
from retour_core.returns.crediting import finish_credit
from retour_core.returns.drafts import Selection, choose_lines, start_draft
from retour_core.returns.exchanges import Wish
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.part_models import ReplacementItem, StoreCredit
from retour_core.returns.parts import latest_parts
from retour_core.returns.receiving import Received, receive
from retour_core.returns.refund_models import Refund
from retour_core.returns.refunding import finish_refund
from retour_core.returns.replacing import finish_replacement
from retour_core.returns.settling import settle
from retour_core.returns.transition import lock_return, move
from tests.factories import (
    NOW,
    line_data,
    make_brand,
    make_order,
    make_shop,
    order_data,
)

STAFF = Actor.shop(type("Shop", (), {"name": "the shop"})())
HOLDING = [str(state) for state in HOLDING_STATES]
UNITS, PAID = {"a": 3, "b": 2}, {"a": 1000, "b": 5}
counts = st.integers(1, 3)
# The newest returns are the ones worth going on with.
numbers = st.integers(0, 3)
resolutions = st.sampled_from(list(Resolution))


def snapshot(
    minute: int, units: dict[str, int], refunded: int = 0, removed: str = ""
) -> dict[str, Any]:
    """Line "a" of three units for 10.00, "b" of two for 0.05."""
    return order_data(
        number="NW-1",
        changed_at=f"2026-11-10T10:{minute:02}:00Z",
        lines=[
            line_data(
                key,
                quantity=UNITS[key],
                fulfilled_quantity=units[key],
                refunded_quantity=refunded if key == "a" else 0,
                total_incl_tax=f"{PAID[key] / 100:.2f}",
            )
            for key in UNITS
            if key != removed
        ],
        total_incl_tax="10.05",
        captured="10.05",
        shipping_incl_tax="0",
    )


class Returns(RuleBasedStateMachine):
    """Each step either happens or is refused as a whole; refusals are fine."""

    @initialize(executes=st.booleans(), automatic=st.booleans())
    def open(self, executes: bool, automatic: bool) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        brand = make_brand(
            methods=["own_carrier"],
            auto_approve=automatic,
            resolutions=["refund", "exchange", "store_credit", "replacement"],
            store_credit_bonus="10",
        )
        self.order = make_order(
            make_shop(brand, executes_refunds=executes), **snapshot(0, UNITS)
        )
        self.pushes = 0
        self.settled: dict[int, tuple[int, int]] = {}

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def attempt(self, step: Any, *args: Any, **values: Any) -> bool:
        try:
            with transaction.atomic():
                step(*args, **values)
        except DomainError:
            return False
        return True

    def any_return(self, number: int) -> Return:
        returns = list(Return.objects.order_by("-pk"))
        return returns[number % len(returns)]

    def has_returns(self) -> bool:
        return Return.objects.exists()

    @rule(
        line=st.sampled_from("ab"),
        units=counts,
        resolution=resolutions,
        price=st.none() | st.integers(0, 700),
        at_once=st.booleans(),
    )
    def draft(
        self,
        line: str,
        units: int,
        resolution: Resolution,
        price: int | None,
        at_once: bool,
    ) -> None:
        draft = start_draft(self.order, locale="en")
        before = OrderLine.objects.filter(external_id=line).first()
        chosen = self.attempt(
            choose_lines, draft, [selection(line, units, resolution, price)]
        )
        if chosen and at_once:
            self.attempt(operations.submit, draft, now=NOW)
        is_left = before is not None and not before.is_removed
        assert chosen == (is_left and units <= before.returnable)

    @rule(units=counts, one=resolutions, other=resolutions, came=st.booleans())
    def ask_for_several(
        self, units: int, one: Resolution, other: Resolution, came: bool
    ) -> None:
        draft = start_draft(self.order, locale="en")
        chosen = [selection("a", 1, one), selection("b", units, other)]
        if one is not other:
            chosen.append(selection("a", units, other))
        if self.attempt(choose_lines, draft, chosen):
            self.attempt(operations.submit, draft, now=NOW)
        if came:
            self.attempt(operations.approve, draft, actor=STAFF)
            self.attempt(receive, draft, actor=STAFF)

    @precondition(has_returns)
    @rule(number=numbers)
    def submit(self, number: int) -> None:
        self.attempt(operations.submit, self.any_return(number), now=NOW)

    @precondition(has_returns)
    @rule(number=numbers)
    def cancel(self, number: int) -> None:
        self.attempt(operations.cancel, self.any_return(number), actor=CUSTOMER)

    @precondition(has_returns)
    @rule(number=numbers)
    def reject(self, number: int) -> None:
        ret = self.any_return(number)
        self.attempt(operations.reject, ret, actor=STAFF, reason="worn")

    @precondition(has_returns)
    @rule(number=numbers)
    def approve(self, number: int) -> None:
        self.attempt(operations.approve, self.any_return(number), actor=STAFF)

    @precondition(has_returns)
    @rule(number=numbers)
    def expire(self, number: int) -> None:
        locked = lock_return(self.any_return(number).pk)
        self.attempt(move, locked, ReturnState.EXPIRED, actor=SYSTEM)

    @precondition(has_returns)
    @rule(number=numbers, good=st.integers(0, 2), bad=st.integers(0, 2))
    def book_in(self, number: int, good: int, bad: int) -> None:
        ret = self.any_return(number)
        counted = {line.pk: Received(good, bad) for line in ret.lines.all()}
        self.attempt(receive, ret, actor=STAFF, counted=counted)

    @precondition(has_returns)
    @rule(number=numbers)
    def book_in_all(self, number: int) -> None:
        self.attempt(receive, self.any_return(number), actor=STAFF)

    @precondition(has_returns)
    @rule(number=numbers, count=counts)
    def send_to_customer(self, number: int, count: int) -> None:
        ret = self.any_return(number)
        wanted = {line.pk: count for line in ret.lines.all()}
        self.attempt(send_back, ret, wanted, actor=STAFF)

    @precondition(has_returns)
    @rule(number=numbers)
    def stop_waiting(self, number: int) -> None:
        self.attempt(close_rest, self.any_return(number), actor=STAFF)

    @precondition(has_returns)
    @rule(
        number=numbers,
        amount=st.none() | st.integers(0, 1200),
        key=st.sampled_from(["", "one", "two"]),
    )
    def pay(self, number: int, amount: int | None, key: str) -> None:
        ret = self.any_return(number)
        done = self.attempt(
            settle, ret, actor=STAFF, amount_minor=amount, reason="Worn", key=key
        )
        if done and key:
            rows = [part.pk for part in latest_parts(ret)]
            events = ret.events.count()
            settle(ret, actor=STAFF, amount_minor=1, key=key)
            assert [part.pk for part in latest_parts(ret)] == rows
            assert ret.events.count() == events

    @precondition(has_returns)
    @rule(number=numbers, which=st.integers(0, 3), succeeded=st.booleans())
    def hear_of_a_part(self, number: int, which: int, succeeded: bool) -> None:
        parts = list(latest_parts(self.any_return(number)))
        if parts:
            self.attempt(
                finish, parts[which % len(parts)], succeeded=succeeded, actor=STAFF
            )

    @rule(
        a=st.integers(0, 3),
        b=st.integers(0, 2),
        refunded=st.integers(0, 1),
        removed=st.sampled_from(["", "", "b"]),
    )
    def push_again(self, a: int, b: int, refunded: int, removed: str) -> None:
        self.pushes += 1
        minute = min(self.pushes, 59)
        data = snapshot(minute, {"a": a, "b": b}, min(refunded, a), removed)

        [result] = receive_orders(self.order.shop, [data], now=NOW)

        assert result.status in ("updated", "unchanged")

    @invariant()
    def counters_are_the_sum_of_the_returns(self) -> None:
        for line in OrderLine.objects.all():
            parts = list(
                ReturnLine.objects.filter(order_line=line, parent__state__in=HOLDING)
            )
            assert line.net_returned == sum(part.held for part in parts)
            assert line.received_good == sum(part.received_good for part in parts)
            assert line.received_not_good == sum(p.received_not_good for p in parts)
            assert line.sent_back == sum(part.sent_back for part in parts)
            assert 0 <= line.net_returned <= line.returnable_limit
            assert line.returnable_limit <= line.ordered

    @invariant()
    def counters_are_the_sum_of_their_events(self) -> None:
        told: Counter[tuple[int, str]] = Counter()
        for ret in Return.objects.all():
            lines = {line.pk: line for line in ret.lines.all()}
            for event in ret.events.order_by("pk"):
                for pk, counter, count in counted_by(event, lines):
                    told[lines[pk].order_line_id, counter] += count
        for line in OrderLine.objects.all():
            for counter in COUNTERS:
                assert getattr(line, counter) == told[line.pk, counter], counter

    @invariant()
    def nothing_is_promised_twice(self) -> None:
        for line in OrderLine.objects.all():
            live = ReturnLine.objects.filter(order_line=line, parent__state__in=HOLDING)
            promised = sum(part.refund_minor for part in live)
            assert promised <= line.total_incl_minor

    @invariant()
    def no_more_is_given_back_than_came_in(self) -> None:
        for order in Order.objects.all():
            refunds = Refund.objects.filter(order=order).exclude(state="failure")
            credit = StoreCredit.objects.filter(order=order).exclude(state="failed")
            given = sum(row.amount_minor for row in [*refunds, *credit])
            assert given <= order.captured_minor

    @invariant()
    def every_step_is_in_the_table_and_the_last_one_is_the_state(self) -> None:
        for ret in Return.objects.all():
            state = ReturnState.DRAFT
            for event in ret.events.exclude(to_state="").order_by("pk"):
                assert event.from_state == state
                assert ReturnState(event.to_state) in TRANSITIONS[state]
                state = ReturnState(event.to_state)
            assert ret.state == state

    @invariant()
    def a_return_is_settled_when_all_its_parts_are_done(self) -> None:
        for ret in Return.objects.all():
            parts = latest_parts(ret)
            assert parts.is_done == (ret.state == "settled")
            assert (ret.settlement is not None) == parts.is_live
            if ret.settlement:
                kept = load_breakdown(ret.settlement)
                if parts.credit:
                    assert parts.credit.worth_minor == kept.credit_minor
                    assert parts.credit.bonus_minor == kept.bonus_minor
            for line in ret.lines.all():
                sent = [p for p in parts.replacements if p.line_id == line.pk]
                assert sum(p.quantity for p in sent) in (0, line.units_due)


COUNTERS = (
    "requested",
    "cancelled",
    "received_good",
    "received_not_good",
    "sent_back",
)


def selection(
    line: str, units: int, resolution: Resolution, price: int | None = None
) -> Selection:
    wish = Wish(
        variant="size L",
        unit_price=None if price is None else Money(price, "EUR"),
    )
    return Selection(
        line,
        units,
        ReturnReason.TOO_SMALL,
        resolution=resolution,
        exchange=wish if resolution is Resolution.EXCHANGE else None,
    )


def finish(part: Any, **values: Any) -> None:
    if isinstance(part, Refund):
        finish_refund(part, reference="R", **values)
    elif isinstance(part, StoreCredit):
        finish_credit(part, **values)
    else:
        assert isinstance(part, ReplacementItem)
        finish_replacement(part, **values)


def counted_by(event: Any, lines: dict[int, ReturnLine]) -> list[tuple[int, str, int]]:
    """What one entry of the timeline adds to counters of order lines."""
    found: list[tuple[int, str, int]] = []
    if event.to_state:
        before, after = (event.from_state in HOLDING, event.to_state in HOLDING)
        if before != after:
            counter = "requested" if after else "cancelled"
            found += [(pk, counter, line.quantity) for pk, line in lines.items()]
    units = event.data.get("units", {})
    if event.kind in ("return.inspected", "return.received_again"):
        for pk, (good, not_good) in units.items():
            found.append((int(pk), "received_good", good))
            found.append((int(pk), "received_not_good", not_good))
    if event.kind == "return.rest_closed":
        found += [(int(pk), "cancelled", count) for pk, count in units.items()]
    if event.kind == "return.sent_back":
        found += [(int(pk), "sent_back", count) for pk, count in units.items()]
    return found


@pytest.mark.django_db
def test_units_and_money_add_up_whatever_people_do() -> None:
    run_state_machine_as_test(
        Returns,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
