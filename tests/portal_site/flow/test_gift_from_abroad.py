"""A present is sent back from where its recipient lives, in the order's time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retour_core.orders.gift_slips import give_gift_slip
from retour_core.orders.models import Order
from retour_core.returns.models import Return
from tests.core.policies.asking import rule
from tests.factories import NOW, grant
from tests.portal_site.flow.gift_walk import begin_by_code
from tests.portal_site.flow.test_gift import priceless
from tests.portal_site.flow.walk import Customer

HOMES = {
    "DE": {"postal_code": "80331"},
    "AT": {"postal_code": "1010"},
    "FR": {"postal_code": "75001"},
    "CH": {"postal_code": "8001"},
    "IE": {"postal_code": "D02 AF30"},
}


@pytest.fixture(autouse=True)
def ways_by_country(order: Order) -> None:
    """Labels for Germany alone; from elsewhere with one's own carrier, for a share of
    what was paid."""
    grant(order.brand, methods=["drop_off_point"])
    abroad = ("country", "is_not", "DE")
    fee = {"percent": 10}
    rule(order.brand, abroad, methods=["own_carrier"], fee=fee)


def walk_from(customer: Customer, order: Order, country: str) -> list[Any]:
    """The pages up to the review, with one item chosen."""
    slip = give_gift_slip(order, by="anna", now=NOW, line_ids=())
    begin_by_code(customer, slip.code, country=country, **HOMES[country])
    line = order.lines.get(external_id="1")
    pages = [customer.see("items")]
    customer.choose((line, 1))
    pages.append(customer.see("reasons"))
    customer.give_reason(line)
    pages.append(customer.see("method"))
    ways = {"DE": "drop_off_point"}
    customer.send("method", {"method": ways.get(country, "own_carrier")})
    return [*pages, customer.see("review")]


@pytest.mark.parametrize(
    ("country", "method"),
    [("DE", "drop_off_point"), ("AT", "own_carrier"), ("CH", "own_carrier")],
)
def test_the_way_back_is_that_of_the_recipients_country(
    customer: Customer, order: Order, country: str, method: str
) -> None:
    walk_from(customer, order, country)
    customer.send("review")
    ret = Return.objects.get()
    assert (ret.submitted_at is not None, ret.method) == (True, method)


def test_the_other_countrys_way_cannot_be_chosen(
    customer: Customer, order: Order
) -> None:
    walk_from(customer, order, "FR")
    customer.send("method", {"method": "drop_off_point"})
    assert Return.objects.get().method == "own_carrier"


def test_the_buyer_of_the_same_order_keeps_the_orders_ways(
    customer: Customer, order: Order
) -> None:
    customer.up_to_review(order)
    assert Return.objects.get().method == "drop_off_point"


def test_the_time_to_return_is_the_orders(customer: Customer, order: Order) -> None:
    grant(order.brand, window_days=100, country_windows={"AT": 1})
    walk_from(customer, order, "AT")
    customer.send("review")
    assert Return.objects.get().submitted_at is not None


@given(country=st.sampled_from(sorted(HOMES)))
@settings(
    max_examples=len(HOMES),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_page_shows_a_price_wherever_it_is_sent_from(
    customer: Customer, order: Order, country: str
) -> None:
    for page in walk_from(customer, order, country):
        assert priceless(page)
