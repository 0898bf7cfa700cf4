from __future__ import annotations

import pytest
from django.test import Client

from retour_core.domain.links import ReturnLink, sign_return_link
from retour_core.orders.models import Order, Shop
from retour_core.returns.models import Return
from tests.factories import NOW, make_brand, make_order, make_shop
from tests.portal_site.flow.walk import (
    Customer,
    chosen_data,
    errors_of,
    first_line,
    text_of,
)


def token_of(shop: Shop, order_id: str, *, seconds: int = 3600) -> str:
    link = ReturnLink(shop.key, order_id, int(NOW.timestamp()) + seconds)
    return sign_return_link(shop.link_secret, link)


def test_a_shops_link_leads_to_the_items_and_writes_nothing(
    customer: Customer, shop: Shop, order: Order
) -> None:
    token = token_of(shop, order.external_id)
    anywhere = Client(HTTP_HOST="localhost").get(f"/go/{token}")
    link = customer.url("link", token)
    assert anywhere["Location"] == f"http://nordwand.localhost:8100{link}"
    page = customer.client.get(link)
    assert page.status_code == 200
    assert "Order NW-2001" in text_of(page)
    assert "2 of 2 can be returned" in text_of(page)
    assert not Return.objects.exists()


def test_the_draft_of_a_link_begins_with_what_is_chosen(
    customer: Customer, shop: Shop, order: Order
) -> None:
    jacket = first_line(order)
    link = customer.url("link", token_of(shop, order.external_id))
    response = customer.client.post(link, chosen_data((jacket, 2)))
    ret = Return.objects.get()
    customer.key = ret.private_key
    assert response["Location"] == customer.step("reasons")
    assert [(line.order_line, line.quantity) for line in ret.lines.all()] == [
        (jacket, 2)
    ]


def test_a_wrong_choice_on_a_link_makes_no_draft(
    customer: Customer, shop: Shop, order: Order
) -> None:
    link = customer.url("link", token_of(shop, order.external_id))
    page = customer.client.post(link, chosen_data((first_line(order), 0)))
    assert errors_of(page) == ["“Jacket”: enter a whole number from 1 to 2."]
    assert not Return.objects.exists()


@pytest.mark.parametrize(
    ("order_locale", "brand_locale", "language"),
    [
        ("fr", "en", "fr"),
        ("fr-BE", "en", "fr"),
        ("fr_CA", "en", "fr"),
        ("en-GB", "fr", "en"),
        ("ja", "fr", "fr"),
        ("", "fr", "fr"),
        ("ja", "ja", "en"),
    ],
)
def test_a_link_opens_in_the_orders_language(
    order_locale: str, brand_locale: str, language: str
) -> None:
    shop = make_shop(make_brand("lune", default_locale=brand_locale))
    order = make_order(shop, locale=order_locale)
    response = Client(HTTP_HOST="localhost").get(
        f"/go/{token_of(shop, order.external_id)}"
    )
    assert response["Location"].split("/")[3] == language


def bad_tokens(shop: Shop, order: Order) -> dict[str, str]:
    good = token_of(shop, order.external_id)
    stranger = make_shop(make_brand("lune"))
    forged = ReturnLink(shop.key, order.external_id, int(NOW.timestamp()) + 60)
    return {
        "nonsense": "hello",
        "cut": good[:-3],
        "signed by another shop": sign_return_link(stranger.link_secret, forged),
        "of a shop we do not know": sign_return_link(
            "x", ReturnLink("shop_x", order.external_id, forged.expires_at)
        ),
        "very long": "v1." + "a" * 5000 + ".b",
    }


@pytest.mark.parametrize(
    "kind",
    [
        "nonsense",
        "cut",
        "signed by another shop",
        "of a shop we do not know",
        "very long",
    ],
)
def test_a_forged_link_is_told_so_and_shown_another_way(
    customer: Customer, shop: Shop, order: Order, kind: str
) -> None:
    token = bad_tokens(shop, order)[kind]
    for path in (f"/go/{token}", customer.url("link", token)):
        page = customer.client.get(path)
        assert page.status_code == 400
        assert (
            "This link does not work This link is not complete or was not made by "
            "the shop. Open your order in the shop again" in text_of(page)
        )
        assert "NW-2001" not in text_of(page)
    posted = customer.client.post(
        customer.url("link", token), chosen_data((first_line(order), 1))
    )
    assert posted.status_code == 400
    assert not Return.objects.exists()


def test_an_expired_link_is_told_so(
    customer: Customer, shop: Shop, order: Order
) -> None:
    token = token_of(shop, order.external_id, seconds=-1)
    for path in (f"/go/{token}", customer.url("link", token)):
        page = customer.client.get(path)
        assert page.status_code == 410
        assert "This link has expired Open your order in the shop" in text_of(page)


def test_a_link_to_an_order_still_on_its_way_asks_to_wait(
    customer: Customer, shop: Shop
) -> None:
    token = token_of(shop, "not-here-yet")
    page = customer.client.get(f"/go/{token}")
    assert (page.status_code, page["Retry-After"]) == (404, "60")
    assert "Your order has not reached us yet" in text_of(page)
    assert f'href="/go/{token}"' in page.content.decode()


def test_a_link_opens_nothing_on_another_brands_host(shop: Shop, order: Order) -> None:
    stranger = Customer(make_brand("lune"))
    link = stranger.url("link", token_of(shop, order.external_id))
    assert stranger.client.get(link).status_code == 404
    posted = stranger.client.post(link, chosen_data((first_line(order), 1)))
    assert posted.status_code == 404
    assert not Return.objects.exists()


def test_a_link_to_an_order_that_cannot_be_returned_says_why(
    customer: Customer, shop: Shop, order: Order
) -> None:
    Order.objects.update(status="cancelled")
    page = customer.client.get(customer.url("link", token_of(shop, order.external_id)))
    assert "This order was cancelled" in text_of(page)


def test_the_short_link_of_a_mail_leads_to_tracking_in_the_returns_language(
    order: Order,
) -> None:
    customer = Customer(order.brand, "fr")
    ret = customer.submit(order)
    response = customer.client.get(f"/r/{ret.private_key}")
    assert response["Location"] == customer.step("tracking")
    stranger = Customer(make_brand("lune"))
    for person, key in (
        (stranger, ret.private_key),
        (customer, "short"),
        (customer, "%00" * 24),
    ):
        assert person.client.get(f"/r/{key}", follow=True).status_code == 404
