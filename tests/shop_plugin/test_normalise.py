from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from oscar.core.loading import get_model
from oscar.test import factories

from retour_shop.platforms.oscar.money import amount, tax_rate
from retour_shop.platforms.oscar.reading import OscarPlatform
from retour_shop.platforms.oscar.shipments import tracking_number
from tests.shop_plugin import orders

READ_AT = datetime(2026, 11, 23, 8, 30, 0, 123456, tzinfo=UTC)


def read(order: Any) -> Any:
    found = OscarPlatform().fetch_order(str(order.pk), read_at=READ_AT)
    assert found.problems == ()
    return found.order


@pytest.mark.django_db
def test_a_discounted_line_is_told_by_its_own_total() -> None:
    jacket = orders.product("Jacket", "800.00")
    socks = orders.product("Socks", "79.20")
    everything = factories.RangeFactory(includes_all_products=False)
    everything.add_product(socks)
    factories.ConditionalOfferFactory(
        condition=factories.ConditionFactory(
            range=everything, type="Count", value=Decimal(2)
        ),
        benefit=factories.BenefitFactory(
            range=everything, type="Percentage", value=Decimal(10), max_affected_items=2
        ),
        max_basket_applications=1,
    )
    order = orders.place((jacket, 2), (socks, 3), offers=True)
    prices = order.lines.get(title="Socks").prices.all()
    by_line_price = sum(price.price_incl_tax * price.quantity for price in prices)

    told = {line.title: line for line in read(order).lines}

    # Oscar's LinePrice rows add up to another sum: they must never be used.
    assert by_line_price == Decimal("277.20")
    assert told["Socks"].total_incl_tax == "272.25"
    assert told["Socks"].total_excl_tax == "217.80"
    assert told["Socks"].discount == "24.75"
    assert told["Socks"].unit_list_price == "99.0000"
    assert told["Socks"].tax_rate == "25"
    assert told["Jacket"].total_incl_tax == "2000.00"
    assert told["Jacket"].discount == "0"


@pytest.mark.django_db
def test_a_whole_order_is_told_as_retour_wants_it(settings: Any) -> None:
    settings.RETOUR_STORE_URL = "https://store.example"
    order = orders.place(
        (orders.product(upc="7640205310110", attributes={"weight": "420"}), 2)
    )
    orders.pay(order)

    told = read(order)

    assert (told.id, told.number) == (str(order.pk), order.number)
    assert told.changed_at == READ_AT
    assert (told.currency, told.total_incl_tax, told.captured) == (
        "EUR",
        "204.90",
        "204.90",
    )
    assert told.shipping_incl_tax == "4.90"
    assert told.email == "mia@example.com"
    assert told.shipping_address.model_dump(exclude_defaults=True) == {
        "name": "Mia Keller",
        "street": "Seestrasse 5",
        "postal_code": "8002",
        "city": "Zürich",
        "country": "CH",
    }
    assert told.billing_address is None
    assert told.lines[0].ean == "7640205310110"
    assert told.lines[0].weight_grams == 420
    assert told.url == f"https://store.example/en/dashboard/orders/{order.number}/"


@pytest.mark.django_db
def test_shipped_and_delivered_units_are_not_counted_twice() -> None:
    order = orders.place((orders.product(), 3))
    line = order.lines.get()
    orders.event(order, "Shipped", (line, 2), notes="DHL 00340434161094042557")
    orders.event(order, "Delivered", (line, 2))

    told = read(order)

    assert told.lines[0].fulfilled_quantity == 2
    assert [s.tracking_number for s in told.shipments] == ["00340434161094042557"]
    assert told.shipments[0].shipped_at is not None
    assert told.shipments[0].delivered_at is not None


@pytest.mark.django_db
def test_a_second_parcel_is_not_delivered_with_the_first() -> None:
    order = orders.place((orders.product(), 3))
    line = order.lines.get()
    orders.event(order, "Shipped", (line, 2))
    orders.event(order, "Delivered", (line, 2))
    orders.event(order, "Shipped", (line, 1))

    delivered = [s.delivered_at is not None for s in read(order).shipments]

    assert delivered == [True, False]


@pytest.mark.django_db
def test_events_are_trusted_more_than_a_status() -> None:
    with_events = orders.place((orders.product(), 3))
    orders.event(with_events, "Shipped", (with_events.lines.get(), 1))
    with_events.lines.update(status="Shipped")
    with_status = orders.place((orders.product("Hat"), 3))
    with_status.lines.update(status="Shipped")

    assert read(with_events).lines[0].fulfilled_quantity == 1
    assert read(with_status).lines[0].fulfilled_quantity == 3


@pytest.mark.django_db
def test_a_vanished_product_leaves_its_line_readable() -> None:
    item = orders.product(sku="JACKET")
    order = orders.place((item, 1))
    item.delete()

    line = read(order).lines[0]

    assert (line.title, line.sku, line.product_url) == ("Jacket", "JACKET", "")


@pytest.mark.django_db
def test_a_size_is_told_as_the_variant() -> None:
    parent = orders.product("Down jacket", structure="parent")
    parent.stockrecords.all().delete()
    child = factories.create_product(
        parent=parent,
        product_class="Clothing",
        title="Down jacket, M",
        attributes={"size": "M"},
        price=Decimal("80.00"),
        num_in_stock=5,
    )

    line = read(orders.place((child, 1))).lines[0]

    assert (line.title, line.variant) == ("Down jacket, M", "size: M")


@pytest.mark.django_db
def test_units_that_the_shop_refunded_by_itself_are_told() -> None:
    order = orders.place((orders.product(), 3))
    orders.refunded(order, order.lines.get(), 2)

    assert read(order).lines[0].refunded_quantity == 2


@pytest.mark.django_db
def test_an_order_without_any_address_is_refused_by_name() -> None:
    order = orders.place()
    get_model("order", "Order").objects.update(shipping_address=None)

    found = OscarPlatform().fetch_order(str(order.pk), read_at=READ_AT)

    assert found.order is None
    assert [problem.pointer for problem in found.problems] == ["/shipping_address"]


@pytest.mark.django_db
def test_control_characters_and_long_texts_do_not_stop_an_order() -> None:
    order = orders.place(
        shipping_address=orders.address(line1="Sees\x01trasse\n5", first_name="M" * 255)
    )
    order.lines.update(title="J\x07acket")

    told = read(order)

    assert told.shipping_address.street == "Sees trasse 5"
    assert len(told.shipping_address.name) == 100
    assert told.lines[0].title == "J acket"


@pytest.mark.django_db
def test_a_cancelled_order_is_told_as_cancelled() -> None:
    order = orders.place()
    order.set_status("Cancelled")

    assert read(order).status == "cancelled"


@pytest.mark.django_db
def test_many_orders_are_read_in_as_many_queries_as_one(
    django_assert_num_queries: Any,
) -> None:
    item = orders.product()
    several = [orders.place((item, 1)) for _ in range(4)]
    now = timezone.now()

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        OscarPlatform().fetch_orders({str(several[0].pk): now})
    with django_assert_num_queries(len(one)):
        OscarPlatform().fetch_orders({str(order.pk): now for order in several})


def test_orders_are_walked_in_a_stable_sequence(db: None) -> None:
    first, second, third = (orders.place((orders.product(), 1)) for _ in range(3))
    platform = OscarPlatform()

    assert list(platform.all_order_ids(str(first.pk))) == [
        str(second.pk),
        str(third.pk),
    ]
    assert list(platform.iter_changed(first.date_placed)) == [
        str(order.pk) for order in (first, second, third)
    ]
    assert list(platform.iter_changed(timezone.now())) == []


@pytest.mark.parametrize(
    ("incl", "excl", "quantity", "rate"),
    [
        ("272.25", "217.80", 3, "25"),
        ("19.90", "16.72", 1, "19"),  # 19.02 by the rounded prices
        ("10.55", "10.00", 1, "5.5"),
        ("10.81", "10.00", 1, "8.1"),
        ("10.00", "10.00", 1, "0"),
        ("133.33", "100.00", 1, "33.33"),  # no common rate: as it is
        ("5.00", "0.00", 1, None),
        ("4.00", "5.00", 1, None),
    ],
)
def test_the_tax_rate_follows_from_two_rounded_prices(
    incl: str, excl: str, quantity: int, rate: str | None
) -> None:
    assert tax_rate(Decimal(incl), Decimal(excl), quantity) == rate


def test_a_shops_own_rates_win() -> None:
    rates = (Decimal(7), Decimal(19))

    assert tax_rate(Decimal("10.81"), Decimal("10.00"), 1, rates) == "7"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1E+2"), "100"),
        (Decimal("-1.00"), "0"),
        (None, "0"),
        (Decimal("3.20"), "3.20"),
    ],
)
def test_amounts_have_neither_exponent_nor_sign(value: Any, text: str) -> None:
    assert amount(value) == text


@pytest.mark.parametrize(
    ("notes", "number"),
    [
        ("00340434161094042557", "00340434161094042557"),
        ("Sent with PostNL: 3SABCD1234567, left at 9.", "3SABCD1234567"),
        ("handed over in person", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_tracking_number_is_found_in_free_text(notes: Any, number: str) -> None:
    assert tracking_number(notes) == number
