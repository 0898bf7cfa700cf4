"""How an order was paid, discounted and sent, as Retour is told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from oscar.core.loading import get_model
from oscar.test import factories

from retour_core.domain.order_checks import check_order
from tests.shop_plugin import orders
from tests.shop_plugin.test_normalise import READ_AT, read

pytestmark = pytest.mark.django_db


def tenders(order: Any) -> list[tuple[str, str]]:
    told = read(order)
    assert check_order(told, now=READ_AT.replace(year=2100)) == []
    return [(tender.kind, tender.amount) for tender in told.tenders]


def test_each_payment_source_is_a_tender_named_by_its_key() -> None:
    order = orders.place()
    gift = orders.pay(order, "50.00", by="Gift card")
    orders.pay(order, "154.90")

    assert tenders(order) == [("gift_card", "50.00"), ("other", "154.90")]
    assert read(order).tenders[0].id == str(gift.pk)


def test_a_shop_names_the_kinds_of_its_own_source_types(settings: Any) -> None:
    settings.RETOUR_TENDER_KINDS = {"paypal": "wallet"}
    order = orders.place()
    orders.pay(order, by="PayPal")

    assert tenders(order) == [("wallet", "204.90")]


def test_what_was_refunded_is_still_what_was_paid() -> None:
    order = orders.place()
    orders.pay(order).refund(Decimal("20.00"))

    assert tenders(order) == [("other", "204.90")]


def test_allocations_stand_for_debits_where_a_shop_records_none() -> None:
    order = orders.place()
    orders.pay(order)
    order.sources.update(amount_debited=0)

    assert tenders(order) == [("other", "204.90")]


@pytest.mark.parametrize("change", [{"currency": "CHF"}, {"amount_debited": 0}])
def test_sources_that_do_not_add_up_are_left_out(change: dict[str, Any]) -> None:
    order = orders.place()
    orders.pay(order, "50.00", by="Gift card")
    rest = orders.pay(order, "154.90")
    order.sources.filter(pk=rest.pk).update(**change)

    assert tenders(order) == []


def test_more_sources_than_the_wire_takes_are_left_out() -> None:
    order = orders.place()
    for _ in range(21):
        orders.pay(order, "1.00")

    assert tenders(order) == []


def _voucher(item: Any, kind: str, value: str) -> Any:
    everything = factories.RangeFactory(products=[item])
    return factories.ConditionalOfferFactory(
        condition=factories.ConditionFactory(
            range=everything, type="Count", value=Decimal(1)
        ),
        benefit=factories.BenefitFactory(
            range=everything, type=kind, value=Decimal(value), max_affected_items=None
        ),
        max_basket_applications=1,
    )


@pytest.mark.parametrize(
    ("kind", "value"), [("Percentage", "15"), ("Absolute", "10.01")]
)
def test_lines_are_after_every_offer_and_add_up_to_the_total(
    kind: str, value: str
) -> None:
    jacket, socks = orders.product("Jacket", "80.00"), orders.product("Socks", "7.92")
    _voucher(jacket, kind, value)
    order = orders.place((jacket, 3), (socks, 2), offers=True)
    orders.pay(order)

    told = read(order)

    lines = sum(Decimal(line.total_incl_tax) for line in told.lines)
    assert order.total_discount_incl_tax > 0
    assert lines + Decimal(told.shipping_incl_tax) == Decimal(told.total_incl_tax)
    assert told.order_discount == "0"
    assert check_order(told, now=READ_AT.replace(year=2100)) == []


@pytest.mark.parametrize(
    ("code", "standard"), [("express", "2.50"), ("standard", None), ("pickup", None)]
)
def test_the_standard_part_of_a_dearer_delivery_is_told(
    settings: Any, code: str, standard: str | None
) -> None:
    settings.RETOUR_STANDARD_SHIPPING = {"express": "2.50", "standard": "4.90"}
    order = orders.place()
    get_model("order", "Order").objects.update(shipping_code=code)

    told = read(order)

    assert told.standard_shipping_incl_tax == standard
    assert (told.shipping_incl_tax, told.shipping_tax_rate) == ("4.90", "19")


@pytest.mark.parametrize(
    ("value", "letter"), [("C", "c"), (" e ", "e"), ("yes", "d"), ("", "d"), ("n", "d")]
)
def test_a_products_letter_goes_before_its_class(
    settings: Any, value: str, letter: str
) -> None:
    settings.RETOUR_EXEMPT_CLASSES = {"clothing": "d"}
    item = orders.product(attributes={"withdrawal_exemption": value, "brand": "Alpen"})
    [line] = read(orders.place((item, 1))).lines

    assert (line.exemption, line.brand) == (letter, "Alpen")


def test_a_variant_has_the_brand_and_the_letter_of_its_parent() -> None:
    parent = orders.product(
        "Cake",
        structure="parent",
        attributes={"withdrawal_exemption": "d", "brand": "Bakery"},
    )
    parent.stockrecords.all().delete()
    child = factories.create_product(
        parent=parent,
        product_class="Clothing",
        title="Cake, large",
        attributes={"size": "L"},
        price=Decimal("8.00"),
        num_in_stock=5,
    )
    [line] = read(orders.place((child, 1))).lines

    assert (line.exemption, line.brand, line.variant) == ("d", "Bakery", "size: L")
