from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.domain.reasons import ReturnReason
from retour_core.orders.models import Order, Shop
from retour_core.orders.operations import ShopPaused
from retour_core.orders.queries import find_order, order_of_link
from retour_core.orders.samples import (
    link_to,
    open_sample,
    place_sample,
    with_sample_mark,
)
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.drafts import Selection
from retour_core.returns.operations import create_return
from tests.factories import NOW, make_order, make_shop

pytestmark = pytest.mark.django_db


def place(shop: Shop, days_later: int = 0) -> Order:
    now = NOW + timedelta(days=days_later)
    return place_sample(
        shop, email="me@example.org", locale="en", now=now, actor="anna"
    )


def test_a_test_order_is_found_by_number_and_the_brands_own_postal_code() -> None:
    order = place(make_shop())
    assert (order.number[:5], order.postal_code) == ("TEST-", "20357")
    found = find_order(order.brand, number=order.number.lower(), postal_code="20357")
    assert found == order
    assert order_of_link(link_to(order, now=NOW), now=NOW) == order


def test_a_brand_without_an_address_can_be_tried_too() -> None:
    shop = make_shop()
    shop.brand.return_addresses.all().delete()
    assert place(shop).postal_code == "10119"


def test_asked_again_it_is_the_same_order_until_it_is_returned() -> None:
    shop = make_shop()
    first = place(shop)
    assert place(shop) == first
    chosen = [Selection("1", 1, ReturnReason.TOO_SMALL)]
    create_return(first, chosen, now=NOW, actor=CUSTOMER, locale="en")
    assert place(shop) != first


def test_one_that_was_forgotten_is_not_offered_again() -> None:
    shop = make_shop()
    first = place(shop)
    assert open_sample([shop], now=NOW + timedelta(days=5)) == first
    assert open_sample([shop], now=NOW + timedelta(days=6)) is None
    assert place(shop, days_later=6) != first


def test_a_paused_shop_takes_no_test_order() -> None:
    shop = make_shop()
    place(shop)
    Shop.objects.update(status="paused")
    with pytest.raises(ShopPaused):
        place(shop)


def test_what_a_shop_calls_test_is_an_order_like_any() -> None:
    shop = make_shop()
    sample = place(shop)
    make_order(shop, number="TEST-123456", tags=["test"], now=timezone.now())
    marks = {o.number: o.is_sample for o in with_sample_mark(Order.objects.all())}
    assert marks == {sample.number: True, "TEST-123456": False}
    assert Brand.objects.count() == 1
