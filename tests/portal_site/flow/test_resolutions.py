"""Customers choose what they get, among what is offered, without JavaScript."""

from __future__ import annotations

import pytest

from retour_core.domain.policies import RequestKind
from retour_core.orders.models import Order, Shop
from retour_core.policies.versions import save_policy
from retour_core.returns.actors import SYSTEM
from retour_core.returns.crediting import finish_credit
from retour_core.returns.receiving import receive
from retour_core.returns.settling import settle
from tests.factories import NOW, make_order
from tests.portal_site.flow.walk import Customer, errors_of, first_line, text_of


@pytest.fixture
def order(shop: Shop) -> Order:
    policy = {"methods": ["own_carrier"], "store_credit_bonus": "10"}
    save_policy(shop.brand, RequestKind.RETURN, policy, actor="", now=NOW)
    return make_order(shop)


def choose(customer: Customer, order: Order, **fields: str) -> object:
    line = first_line(order)
    customer.find(order)
    customer.choose((line, 1))
    customer.give_reason(line)
    data = {f"{name}-{line.pk}": value for name, value in fields.items()}
    return customer.send("method", {"method": "own_carrier", **data})


def test_only_what_is_offered_is_shown_with_the_bonus(
    customer: Customer, order: Order
) -> None:
    line = first_line(order)
    customer.find(order)
    customer.choose((line, 1))
    customer.give_reason(line)
    page = text_of(customer.see("method"))
    assert "What would you like for “Jacket”?" in page
    assert "About €108.90, of which €9.90 are a present from us." in page
    assert "Replacement" not in page


def test_an_exchange_with_a_wish_reaches_the_return(
    customer: Customer, order: Order
) -> None:
    choose(customer, order, resolution="exchange", wish="size L")
    assert "Exchange: size L" in text_of(customer.see("review"))
    customer.send("review")
    line = customer.ret().lines.get()
    assert (line.resolution, line.exchange) == ("exchange", {"variant": "size L"})


def test_who_says_nothing_gets_the_refund(customer: Customer, order: Order) -> None:
    choose(customer, order)
    customer.send("review")
    assert customer.ret().lines.get().resolution == "refund"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        (
            {"resolution": "exchange"},
            "Say what you would like instead of “Jacket”.",
        ),
        (
            {"resolution": "replacement"},
            "Choose one of what is offered for “Jacket”.",
        ),
        (
            {"resolution": "exchange", "wish": "x" * 256},
            "Use at most 255 characters for what you would like instead.",
        ),
    ],
)
def test_a_choice_that_cannot_be_is_named(
    customer: Customer, order: Order, fields: dict[str, str], error: str
) -> None:
    answer = choose(customer, order, **fields)
    assert errors_of(answer) == [error]  # type: ignore[arg-type]
    assert customer.ret().lines.get().resolution == "refund"


def test_the_code_is_shown_once_it_is_issued(customer: Customer, order: Order) -> None:
    choose(customer, order, resolution="store_credit")
    customer.send("review")
    ret = receive(customer.ret(), actor=SYSTEM)
    assert "Your store credit comes next." in text_of(customer.see("tracking"))
    credit = settle(ret, actor=SYSTEM).credit
    assert credit
    page = text_of(customer.client.get(customer.url("tracking", customer.key)))
    assert "Your code is being made." in page
    assert credit.code not in page
    finish_credit(credit, succeeded=True, actor=SYSTEM)
    page = text_of(customer.client.get(customer.url("tracking", customer.key)))
    assert credit.code in page
    assert "This return is settled." in page
    assert "Your bank" not in page
    assert "refund was paid" not in page


def test_where_fees_leave_nothing_no_refund_is_announced(
    customer: Customer, order: Order
) -> None:
    choose(customer, order)
    customer.send("review")
    settle(receive(customer.ret(), actor=SYSTEM), actor=SYSTEM, amount_minor=0)

    page = text_of(customer.client.get(customer.url("tracking", customer.key)))

    assert "No money is paid back for this return." in page
    assert "This return is settled." in page
    assert "efund was paid" not in page
    assert "€0.00" not in page
