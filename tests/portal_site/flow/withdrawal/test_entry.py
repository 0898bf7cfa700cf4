"""The function is found on every page, under the law's own words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from retour_core.domain.withdrawal import STATUTORY_WORDS
from retour_core.orders.models import Order, Shop
from retour_core.withdrawals.links import function_url
from retour_core.withdrawals.models import WithdrawalDraft
from retour_portal.flow.withdrawal.words import confirm_label, entry_label
from tests.factories import NOW, make_brand, make_order, make_shop
from tests.portal_site.flow.test_links import bad_tokens, token_of
from tests.portal_site.flow.walk import text_of
from tests.portal_site.flow.withdrawal.conftest import Consumer

WORDS = {
    "en": "Withdraw from contract here",
    "de": "Vertrag widerrufen",
    "fr": "Renoncer au contrat ici",
}


def entries(html: str) -> list[tuple[str, str]]:
    """Path and text of the links to the function, what they carry left out."""
    found = re.findall(r'<a href="(/\w\w/withdraw/)[^"]*"[^>]*>([^<]*)</a>', html)
    return [(path, text.strip()) for path, text in found]


def carried(html: str) -> str:
    """The order that the foot of a page hands on."""
    [link] = re.findall(
        r'site-footer__withdrawal"><a href="/\w\w/withdraw/([^"]*)"', html
    )
    return str(link)


@pytest.mark.parametrize("language", sorted(WORDS))
def test_the_lookup_has_the_entry_beside_the_return_and_at_its_foot(
    consumer: Consumer, language: str
) -> None:
    consumer.language = language
    html = consumer.client.get(consumer.url("lookup")).content.decode()
    assert entries(html) == 2 * [(f"/{language}/withdraw/", WORDS[language])]


def test_an_order_that_cannot_be_returned_can_be_withdrawn_from(
    consumer: Consumer, order: Order
) -> None:
    Order.objects.update(status="cancelled")
    page = consumer.look_up(order.number)
    assert entries(page.content.decode()) == 2 * [("/en/withdraw/", WORDS["en"])]
    query = carried(page.content.decode())
    assert "Order NW-2001" in text_of(consumer.client.get(consumer.at("start") + query))


def test_a_page_that_is_not_found_has_the_entry(consumer: Consumer) -> None:
    page = consumer.client.get("/en/nothing-here/")
    assert page.status_code == 404
    assert entries(page.content.decode()) == [("/en/withdraw/", WORDS["en"])]


def test_another_host_has_no_function(consumer: Consumer) -> None:
    stranger = Client(HTTP_HOST="elsewhere.localhost")
    for path in ("/withdraw", "/en/withdraw/", "/en/withdraw/form/"):
        assert stranger.get(path).status_code == 404


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("fr-CA,de", "fr"),
        ("en", "en"),
        ("de-AT", "de"),
        ("nl", "nl"),
        ("ja", "fr"),
        ("", "fr"),
    ],
)
def test_the_shops_link_opens_in_the_visitors_language(
    asked: str, language: str
) -> None:
    brand = make_brand("lune", default_locale="fr")
    assert function_url(brand) == "http://lune.localhost:8100/withdraw"
    visitor = Consumer(brand, language)
    response = visitor.client.get("/withdraw", headers={"accept-language": asked})
    assert response["Location"] == visitor.at("start")
    assert response["Vary"] == "Accept-Language"


def test_the_function_needs_and_sets_no_cookie(consumer: Consumer) -> None:
    consumer.client = Client(
        enforce_csrf_checks=True, HTTP_HOST=consumer.client.defaults["HTTP_HOST"]
    )
    consumer.withdraw()
    assert consumer.page("done").status_code == 200
    assert dict(consumer.client.cookies) == {}


def test_a_shops_signed_link_fills_everything_in(
    consumer: Consumer, shop: Shop, order: Order
) -> None:
    token = token_of(shop, order.external_id)
    link = Client(HTTP_HOST="localhost").get(f"/withdraw?token={token}")
    query = f"?token={token}"
    assert link["Location"] == (
        f"http://nordwand.localhost:8100{consumer.at('start')}{query}"
    )
    page = consumer.client.get(consumer.at("start") + query)
    html = page.content.decode()
    assert re.findall(r'type="(?:text|email)" value="([^"]*)"', html) == [
        "Anna Berg",
        "anna@example.org",
    ]
    assert "Order NW-2001" in text_of(page)
    assert not WithdrawalDraft.objects.exists()
    consumer.state(query)
    assert consumer.draft().order == order


def test_the_items_of_a_signed_link_hand_it_on(
    consumer: Consumer, shop: Shop, order: Order
) -> None:
    token = token_of(shop, order.external_id)
    page = consumer.client.get(consumer.url("link", token))
    assert carried(page.content.decode()) == f"?token={token}"


@pytest.mark.parametrize(
    "kind", ["nonsense", "cut", "signed by another shop", "very long"]
)
def test_a_broken_link_still_opens_the_function(
    consumer: Consumer, shop: Shop, order: Order, kind: str
) -> None:
    token = bad_tokens(shop, order)[kind]
    page = consumer.client.get(f"/withdraw?token={token}", follow=True)
    assert page.status_code == 200
    assert 'name="contract"' in page.content.decode()
    direct = consumer.client.get(f"{consumer.at('start')}?token={token}&order=x")
    assert direct.status_code == 200
    assert "NW-2001" not in text_of(direct)


@pytest.mark.parametrize("step", ["items", "confirmation", "tracking"])
def test_the_pages_of_a_return_hand_their_order_on_and_no_name(
    consumer: Consumer, order: Order, step: str
) -> None:
    if step == "items":
        consumer.find(order)
    else:
        consumer.submit(order)
    query = carried(consumer.see(step).content.decode())
    page = consumer.client.get(consumer.at("start") + query)
    assert "Order NW-2001" in text_of(page)
    assert 'name="contract"' not in page.content.decode()
    # A postal code was enough to get here: it opens nobody's name and address.
    for secret in ("Anna", "anna@example.org"):
        assert secret not in page.content.decode()


def test_an_order_handed_on_is_forgotten_after_a_day_and_by_other_brands(
    consumer: Consumer, order: Order
) -> None:
    consumer.find(order)
    query = carried(consumer.see("items").content.decode())
    stranger = Consumer(make_brand("lune"))
    for person, wait in ((stranger, timedelta()), (consumer, timedelta(hours=25))):
        with time_machine.travel(NOW + wait, tick=False):
            page = person.client.get(person.at("start") + query)
        assert 'name="contract"' in page.content.decode()
        assert "NW-2001" not in text_of(page)


def test_a_token_of_another_brand_names_no_order(consumer: Consumer) -> None:
    lune = make_shop(make_brand("lune"))
    token = token_of(lune, make_order(lune, number="LU-7").external_id)
    page = consumer.client.get(f"{consumer.at('start')}?token={token}")
    assert "LU-7" not in text_of(page)


@pytest.mark.parametrize("code", sorted(STATUTORY_WORDS))
def test_a_page_in_any_language_of_the_eu_has_its_own_words(code: str) -> None:
    words = STATUTORY_WORDS[code]
    with translation.override(code):
        labels = entry_label(), confirm_label()
    assert [label.text.lower() for label in labels] == [
        words.entry.lower(),
        words.confirm.lower(),
    ]
    assert {label.lang for label in labels} == {""}


def test_words_in_another_language_than_the_page_say_so() -> None:
    with translation.override("nb"):
        assert (entry_label().text, entry_label().lang) == (WORDS["en"], "en")
