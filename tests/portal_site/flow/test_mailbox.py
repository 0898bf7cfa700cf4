"""“I can’t find my order number”, and the orders of a mailed link."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from retour_core.brands.models import Brand
from retour_core.domain.links import LinkInvalid
from retour_core.orders.mailbox import mailbox_token, order_of_mailbox_token
from retour_core.orders.models import Order, Shop
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns.group_models import ReturnGroup
from retour_core.returns.models import Return
from retour_portal.flow import mailbox, throttle
from tests.factories import NOW, make_brand, make_order, make_shop
from tests.portal_site.flow.walk import Customer, errors_of, text_of, title_of

SAID = (
    "If there are orders with this e-mail address, a mail with a link to them arrives "
    "within a few minutes."
)


def ask(customer: Customer, email: str = "anna@example.org") -> str:
    page = customer.client.post(customer.url("find_help"), {"email": email})
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def delivered() -> list[str]:
    """The links that were mailed, of all that was asked for."""
    for row in OutboxMessage.objects.filter(kind="order_links", done_at=None):
        deliver(row.pk)
    return [re.findall(r"http\S+/o/\S+", str(sent.body))[0] for sent in mail.outbox]


def followed(customer: Customer, link: str) -> str:
    path = "/" + link.split("/", 3)[3]
    return str(customer.client.get(path)["Location"])


def test_the_page_says_where_the_number_is(customer: Customer, order: Order) -> None:
    lookup = customer.client.get(customer.url("lookup")).content.decode()
    assert f'href="{customer.url("find_help")}"' in lookup
    page = customer.client.get(customer.url("find_help"))
    assert title_of(page).startswith("I can’t find my order number")
    assert "search your mailbox for “Nordwand”" in text_of(page)


def test_the_orders_of_an_address_are_mailed_there_in_the_brands_look(
    customer: Customer, order: Order
) -> None:
    ask(customer, "Anna@Example.org")
    assert len(delivered()) == 1
    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == (
        ["anna@example.org"],
        "Nordwand: your recent orders",
    )
    assert sent.from_email.startswith("Nordwand <")
    assert "Order NW-2001, 6 November 2026" in str(sent.body)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    customer: Customer, order: Order
) -> None:
    known, unknown = ask(customer), ask(customer, "otto@example.org")
    assert known == unknown
    assert SAID in known
    assert OutboxMessage.objects.filter(kind="order_links").count() == 2
    assert len(delivered()) == 1


def test_asking_costs_the_same_whether_the_address_is_known(
    customer: Customer, order: Order, django_assert_num_queries: object
) -> None:
    ask(customer, "warm@example.org")
    for email in ("anna@example.org", "otto@example.org"):
        with django_assert_num_queries(QUERIES_TO_ASK):  # type: ignore[operator]
            ask(customer, email)


QUERIES_TO_ASK = 17


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Enter the e-mail address you ordered with."),
        ("anna", "Enter an e-mail address like name@example.com."),
    ],
)
def test_what_is_no_address_is_said(
    customer: Customer, order: Order, typed: str, error: str
) -> None:
    page = customer.client.post(customer.url("find_help"), {"email": typed})
    assert errors_of(page) == [error]
    assert not OutboxMessage.objects.exists()


def test_nobodys_mailbox_is_flooded_and_nothing_is_said_of_it(
    customer: Customer, order: Order
) -> None:
    answers = {ask(customer) for _ in range(mailbox.MAILS_PER_RECIPIENT + 2)}
    assert len(answers) == 1
    assert len(delivered()) == mailbox.MAILS_PER_RECIPIENT


def test_who_tries_address_after_address_is_slowed_down(
    customer: Customer, order: Order
) -> None:
    for number in range(mailbox.REQUESTS_PER_ADDRESS):
        ask(customer, f"a{number}@example.org")
    page = customer.client.post(customer.url("find_help"), {"email": "b@example.org"})
    assert page.status_code == 429
    assert page["Retry-After"] == str(throttle.WINDOW_SECONDS)


def test_the_link_opens_all_orders_of_the_address_and_no_others(
    customer: Customer, shop: Shop, order: Order
) -> None:
    make_order(shop, number="NW-2002")
    make_order(shop, number="NW-2003", email="otto@example.org")
    make_order(make_shop(make_brand("lune")), number="L-1")
    ask(customer)
    where = followed(customer, delivered()[0])
    page = customer.client.get(where)
    assert re.findall(r"Order ((?:NW|L)-\S+)", text_of(page)) == ["NW-2002", "NW-2001"]
    assert not Return.objects.exists()


def test_an_order_of_the_night_is_listed_under_the_companys_day(
    customer: Customer, order: Order
) -> None:
    Order.objects.update(placed_at=datetime(2026, 7, 31, 22, 30, tzinfo=UTC))
    page = customer.client.get(customer.url("orders", mailbox_token(order)))
    assert re.findall(r"\d+ \w+ 2026", text_of(page)) == ["1 August 2026"]


def test_the_list_costs_as_many_queries_for_many_orders(
    customer: Customer, shop: Shop, order: Order, django_assert_num_queries: object
) -> None:
    url = customer.url("orders", mailbox_token(order))
    customer.client.get(url)
    make_order(shop, number="NW-2002")
    make_order(shop, number="NW-2003")
    with django_assert_num_queries(QUERIES_OF_LIST):  # type: ignore[operator]
        assert customer.client.get(url).status_code == 200


QUERIES_OF_LIST = 6


def test_the_link_expires_and_offers_a_new_one(
    customer: Customer, order: Order
) -> None:
    url = customer.url("orders", mailbox_token(order))
    with time_machine.travel(NOW + timedelta(hours=23, minutes=59), tick=False):
        assert customer.client.get(url).status_code == 200
    with time_machine.travel(NOW + timedelta(hours=24, seconds=2), tick=False):
        page = customer.client.get(url)
    assert page.status_code == 410
    assert "This link has expired" in text_of(page)
    assert f'href="{customer.url("find_help")}"' in page.content.decode()
    assert f'href="{customer.url("lookup")}"' in page.content.decode()
    assert "NW-2001" not in text_of(page)


def test_a_forged_link_opens_nothing(customer: Customer, order: Order) -> None:
    for token in ("x", mailbox_token(order)[:-2], "a" * 3000):
        assert customer.client.get(customer.url("orders", token)).status_code == 400
        assert customer.client.get(f"/o/{token}").status_code == 400


def test_the_link_is_no_good_on_another_brands_host(order: Order) -> None:
    stranger = Customer(make_brand("lune"))
    token = mailbox_token(order)
    for answer in (
        stranger.client.get(stranger.url("orders", token)),
        stranger.client.post(stranger.url("orders", token), {"order": order.pk}),
    ):
        assert answer.status_code == 400
        assert "NW-2001" not in text_of(answer)
    assert not Return.objects.exists()


def test_the_link_dies_when_the_order_gets_another_address(
    brand: Brand, order: Order
) -> None:
    token = mailbox_token(order)
    assert order_of_mailbox_token(token, brand) == order
    Order.objects.update(email="otto@example.org", email_key="otto@example.org")
    with pytest.raises(LinkInvalid):
        order_of_mailbox_token(token, brand)


def test_one_order_begins_as_always(customer: Customer, order: Order) -> None:
    url = customer.url("orders", mailbox_token(order))
    response = customer.client.post(url, {"order": order.pk})
    customer.key = Return.objects.get().private_key
    assert response["Location"] == customer.step("items")
    assert not ReturnGroup.objects.exists()


def test_orders_of_somebody_else_cannot_be_slipped_in(
    customer: Customer, shop: Shop, order: Order
) -> None:
    other = make_order(shop, number="NW-2003", email="otto@example.org")
    url = customer.url("orders", mailbox_token(order))
    page = customer.client.post(url, {"order": [other.pk, "x"]})
    assert errors_of(page) == ["Choose at least one order."]
    assert not Return.objects.exists()


def test_what_cannot_be_returned_says_why_and_what_was_sent_is_linked(
    customer: Customer, shop: Shop, order: Order
) -> None:
    ret = customer.submit(order)
    gone = make_order(shop, number="NW-2002")
    Order.objects.filter(pk=gone.pk).update(status="cancelled")
    Return.objects.filter(pk=ret.pk).update(email="anna@example.org")
    page = customer.client.get(customer.url("orders", mailbox_token(order)))
    assert "This order was cancelled, so there is nothing to return." in text_of(page)
    assert f'href="{customer.step("tracking")}"' in page.content.decode()
