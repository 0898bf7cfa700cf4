from __future__ import annotations

from copy import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.domain.links import (
    LinkExpired,
    LinkInvalid,
    ReturnLink,
    sign_return_link,
)
from retour_core.orders.models import Order, Shop
from retour_core.orders.queries import find_order, order_of_link
from tests.factories import NOW, make_brand, make_order, make_shop

pytestmark = pytest.mark.django_db
LATER = int(NOW.timestamp()) + 60


@pytest.mark.parametrize(
    ("number", "postal_code"),
    [("NW-1001", "10119"), (" #nw1001", "D-10119"), ("nw 1001", " 10119 ")],
)
def test_an_order_is_found_the_way_people_type(number: str, postal_code: str) -> None:
    order = make_order(number="NW-1001")

    assert find_order(order.brand, number=number, postal_code=postal_code) == order


@pytest.mark.parametrize(
    ("number", "postal_code"),
    [
        ("NW-1001", "10118"),
        ("NW-1001", ""),
        ("NW-1002", "10119"),
        ("", ""),
        ("\0", "\0"),
        ("NW-1001", "\ud800"),
        ("%", "%"),
    ],
)
def test_a_wrong_number_or_code_finds_nothing(number: str, postal_code: str) -> None:
    order = make_order(number="NW-1001")

    assert find_order(order.brand, number=number, postal_code=postal_code) is None


def test_another_brands_portal_does_not_find_it() -> None:
    make_order(number="NW-1001")
    stranger = make_brand("stranger")

    assert find_order(stranger, number="NW-1001", postal_code="10119") is None


def test_an_order_without_a_postal_code_is_not_found_by_typing_none() -> None:
    order = make_order(number="NW-1001", shipping_address={"country": "DE"})

    assert find_order(order.brand, number="NW-1001", postal_code="") is None


def test_the_billing_address_opens_an_order_too() -> None:
    order = make_order(
        number="NW-1001", billing_address={"country": "FR", "postal_code": "75001"}
    )

    assert find_order(order.brand, number="NW-1001", postal_code="75001") == order


def test_where_there_are_no_postal_codes_the_email_stands_in() -> None:
    order = make_order(
        number="NW-1001", shipping_address={"country": "HK", "city": "Hong Kong"}
    )

    found = find_order(order.brand, number="NW-1001", postal_code=" Anna@Example.org ")

    assert found == order
    assert find_order(order.brand, number="NW-1001", postal_code="") is None


def test_two_shops_with_one_number_are_told_apart_by_the_postal_code() -> None:
    brand = make_brand()
    one = make_order(make_shop(brand), number="1001")
    two = make_order(
        make_shop(brand, name="Two"),
        number="1001",
        shipping_address={"country": "DE", "postal_code": "80331"},
    )

    assert find_order(brand, number="1001", postal_code="10119") == one
    assert find_order(brand, number="1001", postal_code="80331") == two


def test_no_such_order_and_a_wrong_code_cost_the_same_queries(
    django_assert_num_queries: object,
) -> None:
    brand = make_order(number="NW-1001").brand

    for number in ("NW-1001", "NW-9999"):
        with django_assert_num_queries(2):  # type: ignore[operator]
            assert find_order(brand, number=number, postal_code="99999") is None


def test_among_many_orders_a_lookup_reads_an_index() -> None:
    order = make_order(number="NW-1001")
    brand = order.brand
    copies = [copy(order) for _ in range(2000)]
    for number, other in enumerate(copies):
        other.pk, other.external_id = None, f"copy-{number}"
        other.number_key = f"COPY{number}"
    Order.objects.bulk_create(copies)
    with CaptureQueriesContext(connection) as captured:
        find_order(brand, number="NW-1001", postal_code="10119")
    [query] = captured.captured_queries

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        prefix = (
            "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        )
        cursor.execute(f"{prefix} {query['sql']}")
        plan = [str(row) for row in cursor.fetchall()]

    assert "retour_order_lookup" in " ".join(plan)
    condition = next(text for text in plan if "number_key" in text)
    assert "brand_id" in condition
    assert "Seq Scan on retour_orders_order" not in " ".join(plan)
    assert "SCAN retour_orders_order" not in " ".join(plan)


def link(shop: Shop, order_id: str, *, secret: str = "", expires: int = LATER) -> str:
    claim = ReturnLink(shop.key, order_id, expires)
    return sign_return_link(secret or shop.link_secret, claim)


def test_a_signed_link_opens_its_order() -> None:
    order = make_order(number="NW-1001")

    assert order_of_link(link(order.shop, "NW-1001"), now=NOW) == order


def test_a_link_to_an_order_that_has_not_arrived_is_good_but_empty() -> None:
    assert order_of_link(link(make_shop(), "NW-1001"), now=NOW) is None


def test_a_link_signed_by_another_shop_opens_nothing() -> None:
    order = make_order(number="NW-1001")
    stranger = make_shop(make_brand("stranger"))

    forged = link(order.shop, "NW-1001", secret=stranger.link_secret)

    with pytest.raises(LinkInvalid):
        order_of_link(forged, now=NOW)
    assert order_of_link(link(stranger, "NW-1001"), now=NOW) is None


def test_an_expired_link_says_so() -> None:
    order = make_order(number="NW-1001")
    old = link(order.shop, "NW-1001", expires=int(NOW.timestamp()) - 1)

    with pytest.raises(LinkExpired):
        order_of_link(old, now=NOW)


def test_a_shop_nobody_knows_is_an_invalid_link() -> None:
    ghost = sign_return_link("any", ReturnLink("shop_ghost", "1", LATER))

    with pytest.raises(LinkInvalid):
        order_of_link(ghost, now=NOW)
