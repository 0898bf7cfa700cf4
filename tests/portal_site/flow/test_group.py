"""Several orders at once: chosen one after another, sent off together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from retour_core.orders.mailbox import mailbox_token
from retour_core.orders.models import Order, OrderLine, Shop
from retour_core.returns.group_models import ReturnGroup
from retour_core.returns.groups import NotOneMailbox, start_group
from retour_core.returns.models import Return
from tests.factories import make_brand, make_order, make_shop
from tests.portal_site.flow.test_after import label_ready
from tests.portal_site.flow.walk import Customer, errors_of, first_line, text_of


@pytest.fixture
def other(shop: Shop) -> Order:
    return make_order(shop, number="NW-2002")


@pytest.fixture
def begun(customer: Customer, order: Order, other: Order) -> ReturnGroup:
    url = customer.url("orders", mailbox_token(order))
    response = customer.client.post(url, {"order": [order.pk, other.pk]})
    group = ReturnGroup.objects.get()
    assert response["Location"] == url_of(customer, group)
    return group


def url_of(customer: Customer, group: ReturnGroup) -> str:
    return customer.url("group", group.private_key)


def fill(customer: Customer, order: Order, quantity: int = 1) -> HttpResponse:
    """Everything up to the last look at one order's draft."""
    customer.key = Return.objects.get(order=order, state="draft").private_key
    line = first_line(order)
    customer.choose((line, quantity))
    customer.give_reason(line)
    customer.send("method", {"method": "drop_off_point"})
    return customer.send("review")  # type: ignore[no-any-return]


def send(customer: Customer, group: ReturnGroup) -> HttpResponse:
    return customer.client.post(url_of(customer, group))  # type: ignore[return-value]


def test_each_order_is_filled_in_and_all_are_sent_off_and_confirmed_together(
    customer: Customer, order: Order, other: Order, begun: ReturnGroup
) -> None:
    for one in (order, other):
        assert fill(customer, one)["Location"] == url_of(customer, begun)
        assert "Ready" in text_of(customer.client.get(url_of(customer, begun)))
    assert set(Return.objects.values_list("state", flat=True)) == {"draft"}
    assert send(customer, begun)["Location"] == url_of(customer, begun)
    page = text_of(customer.client.get(url_of(customer, begun)))
    assert "Your returns are registered" in page
    for ret in Return.objects.all():
        assert ret.submitted_at is not None
        assert f"Return number {ret.rma_number}" in page
    assert OrderLine.objects.filter(requested=1).count() == 2


def test_each_step_of_an_order_leads_back_to_all_of_them(
    customer: Customer, order: Order, begun: ReturnGroup
) -> None:
    back = f'<a href="{url_of(customer, begun)}">Your orders</a>'
    fill(customer, order)
    for step in ("items", "reasons", "method", "review"):
        assert customer.see(step).text.count(back) == 1
    alone = Customer(order.brand).find(order)
    assert "Your orders" not in text_of(alone.see("items"))


def test_an_order_that_cannot_come_back_leads_to_the_others(
    customer: Customer, order: Order, other: Order, begun: ReturnGroup
) -> None:
    Customer(order.brand).submit(other, quantity=2)
    customer.key = Return.objects.get(order=other, state="draft").private_key
    page = customer.see("items").text
    assert f'<a class="button" href="{url_of(customer, begun)}">Your orders</a>' in page
    assert "Mail me a new link" not in page


def test_what_was_sent_is_shown_as_on_its_own_page_and_waited_for(
    customer: Customer, order: Order, other: Order, begun: ReturnGroup
) -> None:
    fill(customer, order)
    fill(customer, other)
    send(customer, begun)
    page = customer.client.get(url_of(customer, begun)).text
    for ret in begun.returns.all():
        status = customer.url("status", ret.private_key)
        assert f'id="state-{ret.pk}" aria-live="polite" data-wait="{status}"' in page
    assert page.count('http-equiv="refresh"') == page.count("flow-wait.js") == 1
    for ret in begun.returns.all():
        label_ready(ret)
    page = customer.client.get(url_of(customer, begun)).text
    assert page.count('<span class="badge badge--success">Ready to send</span>') == 2
    assert page.count("data-wait") == page.count("flow-wait.js") == 0


def test_an_order_without_items_holds_all_back_until_it_is_left_out(
    customer: Customer, order: Order, other: Order, begun: ReturnGroup
) -> None:
    fill(customer, order)
    page = send(customer, begun)
    assert errors_of(page) == ["Order NW-2002: choose what goes back, or leave it out."]
    empty = Return.objects.get(order=other)
    customer.client.post(url_of(customer, begun), {"leave": empty.pk})
    send(customer, begun)
    assert [r.state for r in Return.objects.all()] == ["label_pending"]


def test_if_one_is_refused_none_is_sent(
    customer: Customer, order: Order, other: Order, begun: ReturnGroup
) -> None:
    fill(customer, order)
    fill(customer, other, quantity=2)
    Customer(order.brand).submit(other, quantity=2)
    page = send(customer, begun)
    assert page.status_code == 409
    assert errors_of(page) == ["NW-2002: “Jacket” cannot be returned any more."]
    assert set(begun.returns.values_list("state", flat=True)) == {"draft"}
    assert first_line(order).requested == 0


def test_sending_twice_sends_once(
    customer: Customer, order: Order, other: Order, begun: ReturnGroup
) -> None:
    fill(customer, order)
    fill(customer, other)
    assert send(customer, begun).status_code == 302
    assert send(customer, begun).status_code == 302
    assert Return.objects.count() == 2
    assert OrderLine.objects.filter(requested=1).count() == 2


def test_what_was_left_for_a_day_is_closed_and_cannot_be_sent_off(
    customer: Customer, order: Order, other: Order, begun: ReturnGroup
) -> None:
    fill(customer, order)
    fill(customer, other)
    Return.objects.update(created_at=timezone.now() - timedelta(hours=24))
    page = customer.client.get(url_of(customer, begun))
    first = begun.returns.first()
    assert first is not None
    left = customer.client.post(url_of(customer, begun), {"leave": first.pk})
    assert (page.status_code, left.status_code) == (410, 410)
    assert send(customer, begun).status_code == 410
    assert set(begun.returns.values_list("state", flat=True)) == {"draft"}
    assert begun.returns.count() == 2


def test_a_return_of_another_group_cannot_be_left_out_here(
    customer: Customer, shop: Shop, begun: ReturnGroup
) -> None:
    foreign = start_group([make_order(shop)], locale="en").returns.get()
    customer.client.post(url_of(customer, begun), {"leave": foreign.pk})
    assert Return.objects.filter(pk=foreign.pk).exists()


def test_a_group_is_unknown_on_another_brands_host(begun: ReturnGroup) -> None:
    stranger = Customer(make_brand("lune"))
    assert stranger.client.get(url_of(stranger, begun)).status_code == 404
    assert send(stranger, begun).status_code == 404


def test_only_orders_of_one_brand_and_address_go_together(
    shop: Shop, order: Order
) -> None:
    foreign = make_order(make_shop(make_brand("lune")), number="L-1")
    stranger = make_order(shop, email="otto@example.org")
    nobodys = make_order(shop, email="")
    for wrong in (foreign, stranger, nobodys):
        with pytest.raises(NotOneMailbox):
            start_group([order, wrong], locale="en")
    assert not Return.objects.exists()
