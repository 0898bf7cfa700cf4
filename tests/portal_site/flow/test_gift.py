"""A gift is returned by whoever got it: no price anywhere, no money of the buyer's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from retour_core.brands.models import Brand
from retour_core.orders.models import Order, OrderLine
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns.actors import SYSTEM
from retour_core.returns.crediting import finish_credit
from retour_core.returns.gifts import GiftNotRefunded
from retour_core.returns.models import Return
from retour_core.returns.part_models import StoreCredit
from retour_core.returns.receiving import receive
from retour_core.returns.settling import settle
from retour_portal.flow import throttle
from tests.factories import make_brand, make_order, make_shop
from tests.portal_site.flow.test_after import label_ready
from tests.portal_site.flow.walk import Customer, errors_of, first_line, text_of

PRICE = re.compile(r"€|EUR|99[.,]00|198[.,]00")
TYPED = {"postal_code": "10119", "name": "Otto Kern", "email": "otto@example.org"}


@pytest.fixture
def brand() -> Brand:
    return make_brand(
        name="Nordwand",
        resolutions=["refund", "exchange", "store_credit"],
        store_credit_bonus=10,
    )


def begin(customer: Customer, order: Order, **typed: str) -> Any:
    response = customer.client.post(
        customer.url("gift"), {"number": order.number, **TYPED, **typed}
    )
    if response.status_code == 302:
        customer.key = response["Location"].split("/r/")[1].split("/")[0]
    return response


def priceless(page: Any) -> str:
    assert page.status_code == 200
    text = text_of(page)
    assert PRICE.findall(text) == []
    return text


def chosen(customer: Customer, order: Order) -> OrderLine:
    begin(customer, order)
    line = first_line(order)
    customer.choose((line, 1))
    customer.give_reason(line)
    return line


def sent(customer: Customer, order: Order) -> Return:
    line = chosen(customer, order)
    customer.send(
        "method",
        {"method": "drop_off_point", f"resolution-{line.pk}": "store_credit"},
    )
    customer.send("review")
    return customer.ret()


def test_a_gift_begins_in_the_recipients_name(customer: Customer, order: Order) -> None:
    response = begin(customer, order)
    assert response["Location"] == customer.step("items")
    ret = customer.ret()
    assert (ret.is_gift, ret.email) == (True, "otto@example.org")
    assert ret.sender == {
        "name": "Otto Kern",
        "street": "Torstraße 1",
        "postal_code": "10119",
        "city": "Berlin",
        "country": "DE",
    }


def test_no_page_from_first_to_last_shows_a_price(
    customer: Customer, order: Order
) -> None:
    line = chosen(customer, order)
    for step in ("items", "reasons", "method"):
        priceless(customer.see(step))
    customer.send(
        "method",
        {"method": "drop_off_point", f"resolution-{line.pk}": "store_credit"},
    )
    assert "Store credit" in priceless(customer.see("review"))
    customer.send("review")
    label_ready(customer.ret())
    priceless(customer.see("confirmation"))
    priceless(customer.see("tracking"))
    priceless(customer.see("cancel"))


def test_goods_or_store_credit_are_offered_and_never_a_refund(
    customer: Customer, order: Order
) -> None:
    line = chosen(customer, order)
    page = customer.see("method").content.decode()
    assert re.findall(rf'name="resolution-{line.pk}" value="(\w+)"', page) == [
        "exchange",
        "store_credit",
    ]
    data = {"method": "drop_off_point", f"resolution-{line.pk}": "refund"}
    assert errors_of(customer.send("method", data)) == [
        "Choose one of what is offered for “Jacket”."
    ]


def test_a_brand_without_store_credit_gives_it_for_a_gift() -> None:
    brand = make_brand("plain")
    customer = Customer(brand)
    order = make_order(make_shop(brand))
    chosen(customer, order)
    customer.send("method", {"method": "drop_off_point"})
    assert "Store credit" in priceless(customer.see("review"))
    customer.send("review")
    assert [row.resolution for row in customer.ret().lines.all()] == ["store_credit"]


def test_the_credit_is_worth_what_was_paid_and_the_mails_tell_no_price(
    customer: Customer, order: Order
) -> None:
    ret = sent(customer, order)
    label_ready(ret)
    receive(ret, actor=SYSTEM)
    settle(ret, actor=SYSTEM)
    credit = StoreCredit.objects.get()
    assert (credit.amount_minor, credit.bonus_minor) == (9900, 0)
    finish_credit(credit, succeeded=True, actor=SYSTEM)
    for row in OutboxMessage.objects.filter(kind="mail"):
        deliver(row.pk)
    assert {one.to[0] for one in mail.outbox} == {"otto@example.org"}
    for one in mail.outbox:
        both = str(one.body) + str(one.alternatives)  # type: ignore[attr-defined]
        assert PRICE.findall(both) == []
    assert credit.code in str(mail.outbox[-1].body)
    assert credit.code in priceless(customer.see("tracking"))


def test_nobody_pays_a_gift_out_to_the_buyer(customer: Customer, order: Order) -> None:
    ret = sent(customer, order)
    label_ready(ret)
    receive(ret, actor=SYSTEM)
    with pytest.raises(GiftNotRefunded):
        settle(ret, actor=SYSTEM, amount_minor=9900)


def test_the_recipient_proves_what_everybody_proves(
    customer: Customer, order: Order
) -> None:
    page = begin(customer, order, postal_code="99999")
    assert errors_of(page) == [
        "We could not find an order with this number and postal code."
    ]
    for guess in range(throttle.TRIES_PER_ORDER - 1):
        begin(customer, order, postal_code=f"{guess:05}")
    assert begin(customer, order).status_code == 429
    assert not Return.objects.exists()


def test_name_and_address_are_needed(customer: Customer, order: Order) -> None:
    assert errors_of(begin(customer, order, name="", email="otto")) == [
        "Enter your name.",
        "Enter an e-mail address like name@example.com.",
    ]


def test_a_gift_is_found_on_its_own_brands_host_only(order: Order) -> None:
    stranger = Customer(make_brand("lune", name="Lune"))
    assert len(errors_of(begin(stranger, order))) == 1
    assert not Return.objects.exists()


def test_who_finds_no_order_is_told_whom_to_ask(
    customer: Customer, order: Order
) -> None:
    text = text_of(begin(customer, order, postal_code="99999"))
    assert "Still nothing? We are happy to help: help@nordwand.example" in text
