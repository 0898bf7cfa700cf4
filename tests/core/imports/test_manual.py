from __future__ import annotations

import pytest

from retour_core.imports.manual import OrderRefused, enter_order
from retour_core.orders.models import Order, OrderRevision, Shop
from tests.factories import NOW, make_order, make_shop, order_data


def test_an_order_is_entered_by_hand(shop: Shop) -> None:
    raw = order_data(number="T-1", shipments=[])
    order = enter_order(shop, raw, now=NOW, actor="anna")
    assert (order.number, order.has_shipment) == ("T-1", True)
    revision = OrderRevision.objects.get()
    assert (revision.source, revision.actor) == ("manual", "anna")


@pytest.mark.parametrize("number", ["NW-7", "nw7", "#NW 7"])
def test_a_number_the_shop_has_is_not_overwritten(number: str, shop: Shop) -> None:
    make_order(shop, number="NW-7", id="internal-1")
    with pytest.raises(OrderRefused) as refusal:
        enter_order(shop, order_data(number=number), now=NOW, actor="anna")
    assert [problem.pointer for problem in refusal.value.problems] == ["/number"]
    assert Order.objects.count() == 1


def test_another_shop_may_have_the_same_number(shop: Shop) -> None:
    make_order(shop, number="NW-7")
    other = make_shop(shop.brand, name="Second")
    enter_order(other, order_data(number="NW-7"), now=NOW, actor="anna")
    assert Order.objects.filter(number="NW-7").count() == 2


def test_what_is_wrong_is_told_by_field_and_nothing_is_kept(shop: Shop) -> None:
    raw = order_data(number="T-1", currency="QQQ")
    with pytest.raises(OrderRefused) as refusal:
        enter_order(shop, raw, now=NOW, actor="anna")
    assert [problem.pointer for problem in refusal.value.problems] == ["/currency"]
    assert not Order.objects.exists()
