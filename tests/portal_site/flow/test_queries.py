from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.orders.models import Order, Shop
from tests.factories import line_data, make_order
from tests.portal_site.flow.test_after import label_ready
from tests.portal_site.flow.walk import Customer

MOST = 13


def queries_of(customer: Customer, step: str) -> int:
    customer.see(step)  # Wagtail learns its sites' addresses once per process
    with CaptureQueriesContext(connection) as queries:
        assert customer.see(step).status_code == 200
    return len(queries)


@pytest.mark.parametrize("lines", [1, 3])
def test_the_items_page_asks_as_much_for_three_lines_as_for_one(
    customer: Customer, shop: Shop, lines: int
) -> None:
    order = make_order(shop, lines=[line_data(str(n)) for n in range(lines)])
    customer.find(order)
    assert queries_of(customer, "items") == 12


@pytest.mark.parametrize(
    ("step", "most"), [("reasons", 14), ("method", 13), ("review", 16)]
)
def test_no_step_asks_too_much(
    customer: Customer, order: Order, step: str, most: int
) -> None:
    jacket, hat = order.lines.order_by("position")
    customer.find(order)
    customer.choose((jacket, 1), (hat, 1))
    customer.give_reason(jacket, hat)
    customer.send("method", {"method": "drop_off_point"})
    assert queries_of(customer, step) <= most


@pytest.mark.parametrize("step", ["confirmation", "tracking", "cancel", "status"])
def test_no_page_of_a_return_asks_too_much(
    customer: Customer, order: Order, step: str
) -> None:
    ret = customer.submit(order)
    label_ready(ret)
    assert queries_of(customer, step) <= MOST


def test_finding_an_order_asks_little(customer: Customer, order: Order) -> None:
    customer.find(order)
    with CaptureQueriesContext(connection) as queries:
        customer.find(order)
    assert len(queries) == 15  # two of them only because tests have a transaction


def test_choosing_is_not_slowed_by_many_lines(customer: Customer, shop: Shop) -> None:
    order = make_order(shop, lines=[line_data(str(n)) for n in range(30)])
    customer.find(order)
    assert queries_of(customer, "items") == 12
