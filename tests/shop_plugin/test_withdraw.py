"""The store's link to the withdrawal function (CRD art. 11a), in the law's words."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone, translation

from retour_core.domain.links import ReturnLink, verify_return_link
from retour_shop.platforms.oscar.links import withdrawal_link
from retour_shop.platforms.oscar.operations import connection_row
from tests.shop_plugin import orders

pytestmark = pytest.mark.django_db

PORTAL = "https://returns.alpenglow.example"


@pytest.fixture
def known_shop(settings: Any) -> None:
    settings.RETOUR_URL = "https://retour.example"
    settings.RETOUR_LINK_SECRET = "a secret both know"
    row = connection_row()
    row.shop_key, row.portal_url = "alpenglow", PORTAL
    row.save()


def _links(html: str) -> list[tuple[str, str]]:
    found = re.findall(
        r'<a class="retour-withdraw[^"]*" href="([^"]+)"[^>]*>(.*?)</a>', html
    )
    return [(url, text) for url, text in found]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Withdraw from contract here"), ("fr", "Renoncer au contrat ici")],
)
def test_the_foot_of_every_page_has_it_in_the_pages_language(
    known_shop: None, client: Client, language: str, words: str
) -> None:
    page = client.get(f"/{language}/", follow=True).content.decode()
    assert _links(page) == [(f"{PORTAL}/withdraw", words)]


def test_a_language_without_words_of_the_law_gets_english_marked_as_such(
    known_shop: None,
) -> None:
    with translation.override("nb"):
        html = Template("{% load retour_shop %}{% retour_withdraw %}").render(Context())
    assert 'lang="en">Withdraw from contract here<' in html


def test_the_page_of_an_order_fills_the_order_in(
    known_shop: None, client: Client, django_user_model: Any
) -> None:
    anna = django_user_model.objects.create_user(username="anna", email="a@x.example")
    order = orders.place(user=anna, guest_email="")
    client.force_login(anna)
    page = client.get(f"/en/accounts/orders/{order.number}/").content.decode()
    about_order, at_foot = [url for url, _words in _links(page)]
    [token] = parse_qs(urlsplit(about_order).query)["token"]
    now = int(timezone.now().timestamp())
    link = verify_return_link("a secret both know", token, now=now)
    assert (link.shop_key, link.order_id) == ("alpenglow", str(order.pk))
    assert isinstance(link, ReturnLink)
    assert about_order.startswith("https://retour.example/withdraw?token=v1.")
    assert at_foot == f"{PORTAL}/withdraw"


def test_an_order_in_any_state_has_it(known_shop: None) -> None:
    order = orders.place()
    order.set_status("Cancelled")
    assert "/withdraw?token=" in withdrawal_link(order, now=timezone.now())


def test_before_the_first_contact_nothing_is_shown(client: Client) -> None:
    assert withdrawal_link(now=timezone.now()) == ""
    assert withdrawal_link(orders.place(), now=timezone.now()) == ""
    assert _links(client.get("/en/", follow=True).content.decode()) == []
