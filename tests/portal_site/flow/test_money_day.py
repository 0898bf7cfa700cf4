"""By when the money comes, as the policy of the return promises it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from retour_core.orders.models import Order
from retour_core.returns.models import Return, ReturnEvent
from tests.factories import NOW, grant
from tests.portal_site.flow.walk import Customer, text_of

PROMISE = "You get your money at the latest 5 days after your items have reached us."


def happened(ret: Return, state: str, *, days: int) -> None:
    """It came into ``state`` so many days after it was sent off."""
    Return.objects.filter(pk=ret.pk).update(state=state)
    ReturnEvent.objects.create(
        parent=ret,
        kind=f"return.{state}",
        to_state=state,
        actor_kind="system",
        at=NOW + timedelta(days=days),
    )


def told(customer: Customer, *, days: int) -> str:
    """What stands below “Your money” on the page so many days later."""
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        page = text_of(customer.see("tracking"))
    _before, _title, rest = page.partition("Your money ")
    return rest.partition(" Expected refund")[0].partition(" Refund €")[0]


@pytest.fixture
def promised(customer: Customer, order: Order) -> Return:
    grant(order.brand, refund_days=5)
    return customer.submit(order)


def test_before_the_items_came_the_days_are_told(
    customer: Customer, promised: Return
) -> None:
    assert told(customer, days=0) == PROMISE
    happened(promised, "in_transit", days=2)
    assert told(customer, days=3) == PROMISE


def test_once_they_came_the_day_is_told_and_after_it_that_it_was_due(
    customer: Customer, promised: Return
) -> None:
    happened(promised, "in_transit", days=2)
    happened(promised, "arrived", days=4)
    by = "You get your money by 29 November 2026 at the latest."
    assert told(customer, days=4) == by
    happened(promised, "inspected", days=6)
    assert told(customer, days=9) == by
    due = "Your money was due by 29 November 2026. Please contact us."
    assert told(customer, days=10) == due


def test_a_parcel_booked_in_without_a_scan_counts_from_then(
    customer: Customer, promised: Return
) -> None:
    happened(promised, "inspected", days=1)
    by = "You get your money by 26 November 2026 at the latest."
    assert told(customer, days=1) == by


def test_what_went_back_to_the_customer_counts_from_its_second_arrival(
    customer: Customer, promised: Return
) -> None:
    for state, day in (("arrived", 1), ("bounced", 2)):
        happened(promised, state, days=day)
    assert told(customer, days=2) == PROMISE
    for state, day in (("in_transit", 4), ("arrived", 6)):
        happened(promised, state, days=day)
    by = "You get your money by 1 December 2026 at the latest."
    assert told(customer, days=6) == by


@pytest.mark.parametrize("state", ["requested", "settled", "cancelled", "rejected"])
def test_nothing_is_promised_before_approval_or_when_it_is_over(
    customer: Customer, promised: Return, state: str
) -> None:
    happened(promised, state, days=1)
    assert told(customer, days=1) == ""


def test_without_a_promise_no_day_is_told(customer: Customer, order: Order) -> None:
    ret = customer.submit(order)
    happened(ret, "arrived", days=1)
    assert told(customer, days=1) == ""


def test_a_return_keeps_the_promise_it_was_made_under(
    customer: Customer, order: Order, promised: Return
) -> None:
    grant(order.brand, refund_days=30)
    assert told(customer, days=0) == PROMISE


def test_an_exchange_or_a_gift_reads_nothing_of_money(
    customer: Customer, promised: Return
) -> None:
    happened(promised, "arrived", days=1)
    Return.objects.update(is_gift=True)
    assert told(customer, days=1) == ""


def test_who_keeps_the_items_reads_the_day_from_the_approval(
    customer: Customer, promised: Return
) -> None:
    Return.objects.update(method="")
    ReturnEvent.objects.filter(to_state="approved").delete()
    happened(promised, "approved", days=0)
    by = "You get your money by 25 November 2026 at the latest."
    assert told(customer, days=0) == by
