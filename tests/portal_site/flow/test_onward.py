"""Addresses without a language: the browser's, then the order's, then the brand's."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client

from retour_core.orders.mailbox import mailbox_token
from retour_core.orders.models import Order
from retour_core.orders.slips import slip_url
from tests.factories import make_brand, make_order, make_shop
from tests.portal_site.flow.test_links import token_of
from tests.portal_site.flow.walk import Customer
from tests.portal_site.flow.withdrawal.conftest import Consumer

# By what they are, as shops, mails, slips and payment services know them.
ADDRESSES = (
    "go",
    "slip",
    "gift slip",
    "orders",
    "tracking",
    "messages",
    "paid",
    "withdraw",
    "withdraw by the shop's link",
    "withdrawal",
)


@pytest.fixture
def order() -> Order:
    shop = make_shop(make_brand("lune", default_locale="nl"))
    return make_order(shop, locale="fr-BE")


def path_of(kind: str, order: Order) -> str:
    shop, root = order.shop, order.brand.portal_url
    if kind == "withdrawal":
        consumer = Consumer(order.brand, "fr")
        consumer.withdraw()
        return f"/w/{consumer.key}"
    if kind in ("tracking", "messages", "paid"):
        customer = Customer(order.brand, "fr")
        key = customer.submit(order).private_key
        return f"/r/{key}" if kind == "tracking" else f"/r/{key}/{kind}"
    Customer(order.brand)
    token = token_of(shop, order.external_id)
    return {
        "go": f"/go/{token}",
        "slip": slip_url(order).removeprefix(root),
        "gift slip": slip_url(order, is_gift=True).removeprefix(root),
        "orders": f"/o/{mailbox_token(order)}",
        "withdraw": "/withdraw",
        "withdraw by the shop's link": f"/withdraw?token={token}",
    }[kind]


@pytest.mark.parametrize("kind", ADDRESSES)
def test_the_browsers_language_goes_before_the_orders(kind: str, order: Order) -> None:
    path = path_of(kind, order)
    order_language = "nl" if kind == "withdraw" else "fr"
    client = Client(HTTP_HOST="lune.localhost")
    caches["pages"].clear()
    for asked, language in (
        ("de-AT,fr;q=0.5", "de"),
        ("it;q=0.2,pl;q=0.9,ja", "pl"),
        ("ja,zh-TW;q=0.8", order_language),
        ("de;q=0", order_language),
        ("*", order_language),
        ("", order_language),
        ("not a language at all;;q=x", order_language),
    ):
        response = client.get(path, headers={"accept-language": asked})
        onward = response["Location"].removeprefix(order.brand.portal_url)
        assert (asked, onward.split("/")[1]) == (asked, language)
        assert response["Vary"] == "Accept-Language"
        assert response["Cache-Control"] == (
            "max-age=0, no-cache, no-store, must-revalidate, private"
        )
    assert not [key for key in caches["pages"]._cache if ":page." in key]


@pytest.mark.parametrize("path", ["/go/forged", "/s/forged", "/o/forged"])
def test_a_page_without_a_language_in_its_address_is_in_the_browsers_or_the_brands(
    path: str, order: Order
) -> None:
    customer = Customer(order.brand)
    for asked, language in (("de", "de"), ("ja", "nl"), ("", "nl")):
        page = customer.client.get(path, headers={"accept-language": asked})
        assert page.status_code == 400
        assert f'<html lang="{language}">' in page.content.decode()
