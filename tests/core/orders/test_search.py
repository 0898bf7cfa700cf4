from __future__ import annotations

from copy import copy
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from retour_core.orders import queries
from retour_core.orders.models import Order, OrderLine, OutboundShipment
from retour_core.orders.models.order import SEARCHED
from retour_core.orders.queries import search_orders
from retour_core.orders.search_keys import (
    LONGEST,
    code_key,
    email_key,
    name_key,
    name_keys,
    number_end,
)
from tests.factories import line_data, make_brand, make_order, make_shop

database = pytest.mark.django_db
LINES = [line_data("1", sku="CAP"), line_data("2", sku="CAP")]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("", ("", "", "")),
        ("Anna", ("anna", "", "")),
        ("Anna Berg", ("anna berg", "berg anna", "")),
        ("Éva Müller-Øst", ("eva muller ost", "ost eva muller", "muller ost eva")),
        ("Sinéad O’Brien", ("sinead obrien", "obrien sinead", "")),
        ("STRASSE straße", ("strasse strasse", "strasse strasse", "")),
        ("A van der Meer", ("a van der meer", "meer a van der", "van der meer a")),
        ("山田 太郎", ("山田 太郎", "太郎 山田", "")),
        ("---", ("", "", "")),
    ],
)  # fmt: skip
def test_a_name_is_searched_by_its_first_last_and_longest_word(
    name: str, keys: tuple[str, str, str]
) -> None:
    assert name_keys(name) == keys


@pytest.mark.parametrize(
    ("number", "end"),
    [
        ("NW-00017", "17"),
        ("NW-1001-A", "1001"),
        ("2026/0815", "815"),
        ("#1001", ""),
        ("1001", ""),
        ("ABC", ""),
        ("", ""),
        ("A-000", ""),
    ],
)
def test_a_number_is_searched_by_its_last_digits_too(number: str, end: str) -> None:
    assert number_end(number) == end


@given(st.text(max_size=300))
def test_every_key_can_be_stored(text: str) -> None:
    keys = [code_key(text), number_end(text), email_key(text), name_key(text)]

    for key in (*keys, *name_keys(text)):
        assert len(key) <= LONGEST
        assert "\0" not in key
        key.encode()


@given(st.text(max_size=80))
def test_a_name_is_found_by_all_of_it(text: str) -> None:
    assert name_keys(text)[0].startswith(name_key(text))


def make_known(**values: Any) -> Order:
    return make_order(
        number="NW-1001",
        email="Anna.Berg@Example.org",
        shipping_address={
            "name": "Anna-Lena von Bürgel Ødegård",
            "postal_code": "SW1A 1AA",
            "country": "GB",
        },
        lines=[line_data("1", sku="HAT-RED/7"), line_data("2", sku="")],
        **values,
    )


@database
@pytest.mark.parametrize(
    "text",
    [
        *("NW-1001", "nw 10", "#NW1001 ", "1001", "01001", "10"),
        *("anna.berg@example.org", "ANNA.B", " anna.berg@"),
        *("SW1A1AA", "sw1a", "SW1A 1"),
        *("Anna Lena", "anna-lena v", "ødegard", "Odegård, Anna", "bürgel", "BURGEL"),
        *("HAT-RED/7", "hat red", "hatred7", "ha"),
    ],
)
def test_an_order_is_found_by_how_something_of_it_begins(text: str) -> None:
    known = make_known()

    assert list(search_orders(Order.objects.all(), text)) == [known]


@database
@pytest.mark.parametrize(
    "text",
    [
        *("NW-1002", "W-1001", "berg@example.org", "A 1AA", "na lena", "red/7"),
        *("", " ", "%", "_", "-", "*", "\0", "\ud800", "lena x", "٣", "0", "x" * 5000),
    ],
)
def test_what_nothing_begins_with_finds_nothing(text: str) -> None:
    make_known()

    assert list(search_orders(Order.objects.all(), text)) == []


@database
def test_a_search_finds_an_order_once_and_only_where_it_looks() -> None:
    brand = make_brand("lune")
    make_known()
    ours = make_order(
        make_shop(brand), number="10", lines=[line_data("1", sku="10"), line_data("2")]
    )

    found = search_orders(Order.objects.for_brands([brand.pk]), "10")

    assert list(found) == [ours]
    assert found.count() == 1


@database
def test_a_changed_order_is_found_by_what_it_is_now() -> None:
    from retour_core.orders.operations import receive_orders
    from tests.factories import NOW, order_data

    order = make_known()
    later = order_data(number="NW-1001", email="new@x.de", lines=[line_data(sku="CAP")])
    receive_orders(order.shop, [later], now=NOW)

    everywhere = Order.objects.all()
    assert list(search_orders(everywhere, "new@")) == [order]
    assert list(search_orders(everywhere, "cap")) == [order]
    assert list(search_orders(everywhere, "hat-red")) == []
    assert list(search_orders(everywhere, "anna.berg@")) == []


@database
def test_of_too_many_matches_some_are_left_out(monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "MOST_FOUND", 2)
    stranger = make_shop(make_brand("stranger"))
    for number in range(4):
        make_order(stranger, number=f"A{number}")
    shop = make_shop()
    ours = [make_order(shop, number=f"A{number}", lines=LINES) for number in range(4)]
    orders = Order.objects.for_brands([shop.brand_id])

    assert len(search_orders(orders, "a")) == 3
    assert set(search_orders(orders, "a")) < set(ours)
    assert list(search_orders(orders, "a3")) == [ours[3]]


@database
def test_a_search_is_one_query(django_assert_num_queries: Any) -> None:
    make_known()

    with django_assert_num_queries(1):
        list(search_orders(Order.objects.all(), "nw"))


def plan_of(queryset: Any) -> str:
    """How the database would do it, were the tables too large to read them whole."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("ANALYZE retour_orders_order, retour_orders_orderline")
    text: str = queryset.explain()
    return text


def fill() -> Order:
    order = make_order(number="NW-1001")
    copies = [copy(order) for _ in range(500)]
    for number, other in enumerate(copies):
        other.pk, other.external_id = None, f"copy-{number}"
        for key in ("number_key", *SEARCHED):
            setattr(other, key, f"{key}{number}")
    Order.objects.bulk_create(copies)
    lines = [copy(line) for line in order.lines.all() for _ in range(500)]
    for number, line in enumerate(lines):
        line.pk, line.external_id = None, f"copy-{number}"
        line.sku_key = f"COPY{number}"
    OrderLine.objects.bulk_create(lines)
    return order


@database
def test_a_search_reads_an_index_for_each_thing_it_looks_at() -> None:
    order = fill()
    orders = Order.objects.for_brands([order.brand_id])

    plan = plan_of(search_orders(orders, "1001"))

    for key in SEARCHED:
        assert f"retour_order_{key}" in plan, plan
    assert "retour_order_lookup" in plan
    assert "retour_line_sku_key" in plan
    for table in ("retour_orders_order", "retour_orders_orderline"):
        assert f"Seq Scan on {table}" not in plan
        assert f"SCAN {table}" not in plan


@database
def test_a_parcel_is_looked_up_by_its_tracking_number_in_an_index() -> None:
    make_order()

    plan = plan_of(OutboundShipment.objects.filter(tracking_number="0034"))

    assert "retour_shipment_tracking" in plan


@database
def test_lines_and_parcels_of_an_order_are_read_by_the_index_they_share() -> None:
    order = fill()

    for rows in (
        order.lines.all(),
        order.shipments.all(),
        Order.objects.for_shop(order.shop).filter(external_id__in=["a", "b"]),
    ):
        plan = plan_of(rows)
        assert "Seq Scan" not in plan
        assert "SCAN" not in plan
