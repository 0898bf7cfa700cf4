"""Orders that were never shipped through Retour, in the five situations they come
from: over the brand's real portal, with *Allow returns without an outbound shipment*
off and on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from retour_core.accounts.tokens import issue_token
from retour_core.brands.models import Brand, SenderAddress
from retour_core.brands.operations import set_unshipped_returns
from retour_core.domain.wire import ShipmentIn
from retour_core.imports.manual import enter_order
from retour_core.orders.models import Order, ShippingRule, Shop
from retour_core.orders.rules import save_rule
from retour_core.orders.shipments import register_shipment
from retour_core.returns.models import Return
from tests.core.api_sendcloud.conftest import Software, parcel_data
from tests.factories import NOW, line_data, make_brand, make_order, make_shop
from tests.portal_site.flow.walk import Customer, errors_of, first_line, text_of

WORDS = "Your parcel is on its way. Write to us once it is there."
CONTACT = "https://nordwand.example/contact"
NOT_FOUND = ["We could not find an order with this number and postal code."]


@dataclass(frozen=True)
class Case:
    """An order nobody reported a shipment of, and the brand whose portal finds it."""

    order: Order
    brand: Brand


def unshipped(**values: Any) -> dict[str, Any]:
    return {"shipments": [], "lines": [line_data(fulfilled_quantity=0)], **values}


def parcel(number: str, *lines: tuple[str, int]) -> dict[str, Any]:
    parts = [{"line_id": line_id, "quantity": n} for line_id, n in lines]
    return {
        "id": number,
        "tracking_number": number,
        "delivered_at": "2026-11-10T09:00:00+00:00",
        "lines": parts,
    }


def rule_for(brand: Brand, tag: str) -> ShippingRule:
    address = SenderAddress.objects.create(
        brand=brand,
        label="The supplier's house",
        company="Supplier BV",
        street="Kade 1",
        postal_code="1234 AB",
        city="Amsterdam",
        country="NL",
    )
    condition = {"fact": "tag", "operator": "is", "values": [tag]}
    return save_rule(ShippingRule(name=tag, sender_address=address), [condition])


def fulfilment_partner() -> Case:
    """Software made for another interface announces the parcel, without a label."""
    brand = make_brand("nordwand")
    software = Software(*issue_token(make_shop(brand), name="Partner"))
    answer = software("POST", "v2/parcels", {"parcel": parcel_data()})
    assert answer.status_code == 200
    return Case(Order.objects.get(), brand)


def dropshipping() -> Case:
    """A supplier ships for the shop: a rule says so, and whose brand that is."""
    shop = make_shop(make_brand("general-store"))
    brand = make_brand("nordwand")
    rule_for(brand, "dropship")
    return Case(make_order(shop, **unshipped(tags=["dropship"])), brand)


def over_the_counter() -> Case:
    brand = make_brand("nordwand")
    receipt = {
        "id": "R-17",
        "number": "R-17",
        "currency": "EUR",
        "placed_at": "2026-11-14T10:00:00+00:00",
        "changed_at": "2026-11-14T10:00:00+00:00",
        "shipping_address": {"country": "DE", "postal_code": "10119"},
        "lines": [line_data(fulfilled_quantity=0)],
        "total_incl_tax": "198.00",
    }
    order = enter_order(make_shop(brand), receipt, now=NOW, actor="till 2")
    return Case(order, brand)


def part_shipped_here() -> Case:
    """The shop's other orders go out here; this one a wholesaler took over."""
    brand = make_brand("nordwand")
    shop = make_shop(brand)
    make_order(shop)
    return Case(make_order(shop, **unshipped()), brand)


def accounts_apart() -> Case:
    """One shop takes the orders for what another account sends out."""
    brand = make_brand("nordwand")
    outbound = make_shop(make_brand("logistics"), name="Outbound")
    make_order(outbound, number="A-1")
    inbound = make_shop(brand, name="Inbound")
    return Case(make_order(inbound, **unshipped(number="A-1")), brand)


SITUATIONS = [
    fulfilment_partner,
    dropshipping,
    over_the_counter,
    part_shipped_here,
    accounts_apart,
]
situations = pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.__name__)


@situations
def test_switched_off_the_order_is_found_and_answered_in_the_brands_own_words(
    situation: Callable[[], Case],
) -> None:
    case = situation()
    set_unshipped_returns(case.brand, allow=False, message=WORDS, support_url=CONTACT)
    page = Customer(case.brand).look_up(case.order.number, case.order.postal_code)
    assert page.status_code == 200
    assert f"Order {case.order.number}" in text_of(page)
    assert f"This order cannot be returned online {WORDS}" in text_of(page)
    assert f'<a href="{CONTACT}">' in page.content.decode()
    assert not Return.objects.exists()


@situations
def test_off_is_the_default_and_has_words_of_its_own(
    situation: Callable[[], Case],
) -> None:
    case = situation()
    page = Customer(case.brand).look_up(case.order.number, case.order.postal_code)
    assert "this order has not been shipped yet" in text_of(page)
    assert case.brand.support_email in text_of(page)
    assert not Return.objects.exists()


@situations
def test_switched_on_the_order_comes_back(situation: Callable[[], Case]) -> None:
    case = situation()
    set_unshipped_returns(case.brand, allow=True, message=WORDS, support_url="")
    order = Order.objects.select_related("brand").get(pk=case.order.pk)
    ret = Customer(case.brand).submit(order)
    assert (ret.order, ret.brand, ret.state) == (order, case.brand, "label_pending")
    assert ret.return_address == case.brand.return_addresses.get()
    line = first_line(order)
    assert (line.requested, line.returnable) == (1, 1)


@situations
def test_a_wrong_postal_code_is_told_nothing_of_the_switch(
    situation: Callable[[], Case],
) -> None:
    case = situation()
    set_unshipped_returns(case.brand, allow=False, message=WORDS, support_url="")
    page = Customer(case.brand).look_up(case.order.number, "99999")
    assert errors_of(page) == NOT_FOUND
    assert WORDS not in text_of(page)


@situations
def test_a_shipment_told_of_later_needs_no_switch(
    situation: Callable[[], Case],
) -> None:
    case = situation()
    told = ShipmentIn.model_validate(parcel("00340434161094042557"))
    register_shipment(case.order, told, now=NOW, actor="partner")
    order = Order.objects.select_related("brand").get(pk=case.order.pk)
    assert order.brand.allow_unshipped_returns is False
    assert Customer(case.brand).submit(order).state == "label_pending"


def test_switching_off_stops_a_return_that_was_not_sent_yet() -> None:
    case = over_the_counter()
    set_unshipped_returns(case.brand, allow=True, message=WORDS, support_url="")
    order = Order.objects.select_related("brand").get(pk=case.order.pk)
    customer = Customer(case.brand).up_to_review(order)
    set_unshipped_returns(case.brand, allow=False, message=WORDS, support_url="")
    page = customer.send("review")
    assert page.status_code == 409
    assert WORDS in text_of(page)
    assert customer.ret().state == "draft"


def test_the_brands_words_are_text_and_no_markup() -> None:
    case = over_the_counter()
    words = "<script>alert(1)</script>\nSecond line"
    set_unshipped_returns(case.brand, allow=False, message=words, support_url="")
    page = Customer(case.brand).look_up(case.order.number)
    shown = page.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Second line" in shown


def test_a_dropshipped_order_belongs_to_one_portal_only() -> None:
    case = dropshipping()
    shop_brand = case.order.shop.brand
    assert errors_of(Customer(shop_brand).look_up(case.order.number)) == NOT_FOUND
    assert case.order.shipping_rule_name == "dropship"


def test_parcels_of_several_suppliers_come_back_as_far_as_they_were_sent() -> None:
    """Three of four jackets are on their way; the fourth cannot come back yet."""
    brand = make_brand("nordwand")
    order = make_order(
        make_shop(brand),
        lines=[line_data(quantity=4, fulfilled_quantity=0, total_incl_tax="396.00")],
        shipments=[
            parcel("00340434161094042557", ("1", 2)),
            parcel("1Z999AA10123456784", ("1", 1)),
        ],
    )
    customer = Customer(brand).find(order)
    refused = customer.choose((first_line(order), 4))
    assert errors_of(refused) == ["Only 3 of “Jacket” can still be returned."]
    assert customer.choose((first_line(order), 3)).status_code == 302


def two_houses() -> tuple[Shop, Shop]:
    return make_shop(make_brand("nordwand")), make_shop(make_brand("lune"))


@pytest.mark.parametrize("switch", [False, True])
def test_each_brands_portal_finds_its_own_of_two_orders_with_one_number(
    switch: bool,
) -> None:
    for shop in two_houses():
        set_unshipped_returns(shop.brand, allow=switch, message=WORDS, support_url="")
        make_order(shop, **unshipped(number="1001"))
    for order in Order.objects.select_related("brand"):
        customer = Customer(order.brand)
        page = customer.look_up("1001")
        if switch:
            customer.find(order)
            assert customer.ret().order == order
        else:
            assert WORDS in text_of(page)
    assert Return.objects.exists() is switch


def test_a_rule_moves_the_number_to_the_other_portal() -> None:
    nordwand, lune = two_houses()
    rule_for(lune.brand, "lune")
    plain = make_order(nordwand, number="1001")
    tagged = make_order(
        make_shop(nordwand.brand, name="B"), number="1001", tags=["lune"]
    )
    for order, brand in ((plain, nordwand.brand), (tagged, lune.brand)):
        customer = Customer(brand).find(order)
        assert customer.ret().order == order


def test_one_number_in_two_shops_of_a_brand_is_told_apart_by_the_postal_code() -> None:
    brand = make_brand("nordwand")
    first = make_order(make_shop(brand, name="A"), number="1001")
    address = {"name": "B", "country": "DE", "postal_code": "20357"}
    second = make_order(
        make_shop(brand, name="B"), number="1001", shipping_address=address
    )
    for order in (first, second):
        assert Customer(brand).find(order).ret().order == order


@pytest.mark.parametrize("has_store", [False, True])
def test_in_store_is_offered_on_the_portal_where_the_brand_has_a_store(
    has_store: bool,
) -> None:
    brand = make_brand("nordwand", methods=["drop_off_point", "in_store"])
    brand.return_addresses.update(is_store=has_store)
    order = make_order(make_shop(brand))
    customer = Customer(brand).find(order)
    customer.choose((first_line(order), 1))
    customer.give_reason(first_line(order))
    assert ("Bring it to" in text_of(customer.see("method"))) is has_store
    answer = customer.send("method", {"method": "in_store"})
    assert (answer.status_code == 302) is has_store
