"""Rules on real orders: every fact they may speak of is found in the order."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.domain.policies import RequestKind
from retour_core.orders.models import Order
from retour_core.policies.deciding import decide_for
from retour_core.policies.facts import Chosen
from retour_core.policies.models import ReturnRule
from tests.core.policies.asking import RETURN, decided, order_to, rule
from tests.factories import (
    NOW,
    grant,
    line_data,
    make_brand,
    make_order,
    make_return,
    make_shop,
)

pytestmark = pytest.mark.django_db
FINAL = {"en": "Final sale."}

# One jacket of 99.00 paid with 79.20, in an order of 84.10.
JACKET = line_data(
    quantity=1,
    fulfilled_quantity=1,
    unit_list_price="99.00",
    total_incl_tax="79.20",
    category="Outdoor > Jackets",
    tags=["outlet", "Winter"],
    weight_grams=800,
)
FITTING: list[tuple[str, tuple[Any, ...]]] = [
    ("the kind of request", ("request_kind", "is", "return")),
    ("the consumer's country", ("country", "in", "DE", "AT")),
    ("the brand's short name", ("brand", "is", "nordwand")),
    ("the sales channel", ("sales_channel", "is", "Web")),
    ("the order number", ("order_number", "starts_with", "nw-")),
    ("a tag of the order", ("order_tag", "is", "vip")),
    (
        "the order day where the consumer lives",
        ("order_day", "is", "2026-11-07"),
    ),
    ("the order total", ("order_total", "at_most", "84.10")),
    ("the currency", ("currency", "is", "EUR")),
    ("a first return", ("return_count", "is", "0")),
    ("the SKU, whatever its case", ("sku", "is", "sku-1")),
    ("the category", ("category", "contains", "jackets")),
    ("a tag of the item", ("item_tag", "is", "winter")),
    ("what was paid for a unit", ("unit_price", "is", "79.20")),
    ("the price before discounts", ("list_price", "is", "99.00")),
    ("the discount in percent", ("discount_percent", "is", "20")),
    ("the weight", ("weight_grams", "greater", "500")),
    ("days since the delivery", ("days_since_anchor", "is", "10")),
    ("the reason given", ("reason", "is", "too_small")),
    ("whose fault the reason is", ("our_fault", "is", "false")),
    ("the units that come back", ("quantity", "is", "1")),
    ("that it was shipped", ("shipped", "is", "true")),
]
UNFITTING: list[tuple[str, tuple[Any, ...]]] = [
    ("another country", ("country", "is", "FR")),
    ("another kind of request", ("request_kind", "is", "claim")),
    ("a dearer unit", ("unit_price", "greater", "79.20")),
    ("a day more since delivery", ("days_since_anchor", "greater", "10")),
    ("a deeper discount", ("discount_percent", "greater", "20")),
    ("a tag it does not have", ("item_tag", "is", "summer")),
]


def jacket(**values: Any) -> Order:
    return order_to(
        lines=[JACKET],
        total_incl_tax="84.10",
        placed_at="2026-11-06T23:30:00+00:00",
        tags=["VIP"],
        sales_channel="web",
        **values,
    )


def is_refused(order: Order) -> bool:
    found = decided(order, reason="too_small", our_fault=False)
    return not found.item("1").returnable


@pytest.mark.parametrize(
    "condition", [case[1] for case in FITTING], ids=[case[0] for case in FITTING]
)
def test_a_rule_fits_by(condition: tuple[Any, ...]) -> None:
    order = jacket()
    rule(order.brand, condition, not_returnable=FINAL)
    assert is_refused(order)


@pytest.mark.parametrize(
    "condition", [case[1] for case in UNFITTING], ids=[case[0] for case in UNFITTING]
)
def test_a_rule_does_not_fit_by(condition: tuple[Any, ...]) -> None:
    order = jacket()
    rule(order.brand, condition, not_returnable=FINAL)
    assert not is_refused(order)


def test_the_shops_key_is_what_a_rule_names() -> None:
    order = jacket()
    rule(order.brand, ("shop", "is", order.shop.key), not_returnable=FINAL)
    assert is_refused(order)


def test_a_price_in_another_currency_fits_no_condition_about_euros() -> None:
    order = jacket(currency="CHF")
    rule(order.brand, ("unit_price", "at_least", "1.00"), not_returnable=FINAL)
    assert not is_refused(order)


def test_a_rule_that_is_switched_off_decides_nothing() -> None:
    order = jacket()
    row = rule(order.brand, not_returnable=FINAL)
    ReturnRule.objects.filter(pk=row.pk).update(is_active=False)
    assert not is_refused(order)


def test_the_first_rule_that_says_something_decides_it() -> None:
    order = jacket()
    rule(order.brand, ("item_tag", "is", "winter"), returnable=True)
    rule(order.brand, ("item_tag", "is", "outlet"), not_returnable=FINAL)
    assert not is_refused(order)


def test_another_brands_rules_decide_nothing_here() -> None:
    rule(make_brand("charlie"), not_returnable=FINAL)
    assert not is_refused(jacket())


def test_a_rule_nobody_can_read_any_more_is_skipped_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    order = jacket()
    broken = rule(order.brand, name="Old", not_returnable=FINAL)
    ReturnRule.objects.filter(pk=broken.pk).update(conditions=[{"fact": "moon"}])
    rule(order.brand, name="Outlet", needs_approval=True)
    with caplog.at_level(logging.WARNING):
        found = decided(order)
    assert found.item("1").returnable
    assert [one.name for one in found.fired] == ["Outlet"]
    assert [r.getMessage().split(":")[0] for r in caplog.records] == [
        f"return rule {broken.pk} is skipped"
    ]


EARLIER: list[tuple[str, dict[str, Any], timedelta, int]] = [
    ("an earlier return counts", {}, timedelta(days=3), 1),
    (
        "the address counts whatever its case",
        {"email": "ANNA@example.org"},
        timedelta(days=3),
        1,
    ),
    ("another customer's does not", {"email": "ben@example.org"}, timedelta(days=3), 0),
    ("nor one of more than a year ago", {}, timedelta(days=366), 0),
    ("but one of a year ago does", {}, timedelta(days=365), 1),
]


@pytest.mark.parametrize(
    ("other", "ago", "count"),
    [case[1:] for case in EARLIER],
    ids=[case[0] for case in EARLIER],
)
def test_how_often_a_customer_returned_before(
    other: dict[str, Any], ago: timedelta, count: int
) -> None:
    shop = make_shop()
    earlier = make_return(make_order(shop, **other))
    earlier.submitted_at = NOW - ago
    earlier.save(update_fields=["submitted_at"])
    order = make_order(shop, lines=[JACKET])
    rule(shop.brand, ("return_count", "is", str(count)), needs_approval=True)
    assert decided(order).item("1").approval.value == "agent"


def test_returns_to_another_brand_are_not_counted() -> None:
    make_return(make_order(make_shop(make_brand("charlie"))))
    order = make_order(make_shop(make_brand("nordwand")))
    rule(order.brand, ("return_count", "is", "0"), needs_approval=True)
    assert decided(order).item("1").approval.value == "agent"


def test_without_an_address_nobody_knows_how_often() -> None:
    order = make_order(email="")
    rule(order.brand, ("return_count", "at_least", "0"), needs_approval=True)
    assert decided(order).item("1").approval.value == "automatic"


def test_older_orders_keep_the_terms_of_their_day() -> None:
    from retour_core.policies.versions import save_policy

    order = make_order()
    grant(order.brand, window_days=60)
    save_policy(
        order.brand, RETURN, {"window_days": 10}, actor="anna", now=NOW,
        for_new_orders_only=True,
    )  # fmt: skip
    found = decided(order)
    assert (found.policy_version, found.item("1").window.terms.days) == (1, 60)


@pytest.mark.parametrize("count", [1, 3])
def test_deciding_asks_as_much_for_three_lines_as_for_one(count: int) -> None:
    made = make_order(lines=[line_data(str(n)) for n in range(count)])
    rule(made.brand, needs_approval=True)
    order = Order.objects.select_related("brand", "shop").get(pk=made.pk)
    with CaptureQueriesContext(connection) as queries:
        chosen = [Chosen(line) for line in order.lines.all()]
        decide_for(order, RequestKind.RETURN, chosen, now=NOW)
    # One of them is the test's own look at the lines.
    assert len(queries) == 7
