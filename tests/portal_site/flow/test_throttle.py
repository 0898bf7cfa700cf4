from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from retour_core.orders.models import Order
from retour_portal.flow import throttle
from tests.factories import NOW, make_brand
from tests.portal_site.flow.walk import Customer, errors_of, text_of

HOUR = throttle.WINDOW_SECONDS


def test_guessing_postal_codes_of_one_order_is_stopped_even_with_the_right_one(
    customer: Customer, order: Order
) -> None:
    for guess in range(throttle.TRIES_PER_ORDER):
        assert customer.look_up(order.number, f"{guess:05}").status_code == 200
    page = customer.look_up(order.number, "10119")
    assert page.status_code == 429
    assert page["Retry-After"] == str(HOUR)
    assert (
        "Too many tries To keep orders safe, wait 60 minutes before you try again, "
        "or contact us." in text_of(page)
    )
    assert "help@nordwand.example" in text_of(page)


def test_another_order_is_found_while_one_is_slowed_down(
    customer: Customer, order: Order
) -> None:
    for _ in range(throttle.TRIES_PER_ORDER + 1):
        customer.look_up("NW-0")
    customer.find(order)


def test_an_order_that_does_not_exist_is_slowed_down_just_the_same(
    customer: Customer, order: Order
) -> None:
    answers = [
        [customer.look_up(number, "99999").status_code for _ in range(12)]
        for number in (order.number, "NW-0")
    ]
    assert answers[0] == answers[1] == [200] * 10 + [429] * 2


def test_a_spelling_of_the_number_is_no_new_order(
    customer: Customer, order: Order
) -> None:
    for number in ("NW-2001", "nw 2001", "#NW2001") * 4:
        last = customer.look_up(number, "99999")
    assert last.status_code == 429


def test_one_address_may_not_try_order_after_order(
    customer: Customer, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "TRIES_PER_ADDRESS", 3)
    for number in range(3):
        assert customer.look_up(f"NW-{number}").status_code == 200
    assert customer.look_up(order.number).status_code == 429
    elsewhere = Customer(order.brand)
    elsewhere.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    elsewhere.find(order)


def test_neighbours_in_one_ipv6_network_are_one_address(
    customer: Customer, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "TRIES_PER_ADDRESS", 3)
    for number in range(3):
        customer.client.defaults["REMOTE_ADDR"] = f"2001:db8::{number + 1}"
        customer.look_up(f"NW-{number}")
    customer.client.defaults["REMOTE_ADDR"] = "2001:db8::ffff"
    assert customer.look_up(order.number).status_code == 429
    customer.client.defaults["REMOTE_ADDR"] = "2001:db8:0:1::1"
    customer.find(order)


def test_a_flood_from_many_addresses_slows_the_brand_and_no_other(
    customer: Customer, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "TRIES_PER_BRAND", 3)
    for number in range(3):
        customer.client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        customer.look_up(f"NW-{number}")
    customer.client.defaults["REMOTE_ADDR"] = "198.51.100.1"
    assert customer.look_up(order.number).status_code == 429
    other = Customer(make_brand("lune", name="Lune"))
    assert len(errors_of(other.look_up("L-1"))) == 1


def test_finding_orders_is_never_counted(
    customer: Customer, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "TRIES_PER_ORDER", 1)
    for _ in range(3):
        customer.find(order)


def test_the_next_hour_is_free_again(customer: Customer, order: Order) -> None:
    for _ in range(throttle.TRIES_PER_ORDER):
        customer.look_up(order.number, "99999")
    with time_machine.travel(NOW + timedelta(minutes=59), tick=False):
        page = customer.look_up(order.number)
        assert (page.status_code, page["Retry-After"]) == (429, "60")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        customer.find(order)
