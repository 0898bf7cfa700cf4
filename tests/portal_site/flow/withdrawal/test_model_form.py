"""Annex I(B), filled in as far as the visitor may know."""

from __future__ import annotations

import pytest

from retour_core.orders.models import Order, Shop
from retour_portal.flow.withdrawal.known import order_query, token_query
from tests.portal_site.flow.test_links import token_of
from tests.portal_site.flow.walk import text_of
from tests.portal_site.flow.withdrawal.conftest import Consumer

TO = (
    "To: Nordwand Nordwand GmbH Lagerstraße 5 20357 HAMBURG GERMANY "
    "help@nordwand.example"
)
ORDERED = "NW-2001 2 × Jacket 1 × Hat Ordered on (*)/received on (*): 6 November 2026"


def test_without_an_order_it_is_blank_but_for_the_merchant(consumer: Consumer) -> None:
    text = text_of(consumer.client.get(consumer.at("model_form")))
    assert "Model withdrawal form (complete and return this form only if" in text
    assert TO in text
    assert "Ordered on (*)/received on (*): Name of consumer(s): Address" in text


@pytest.mark.parametrize("is_vouched", [True, False])
def test_a_known_order_is_filled_in_and_a_name_only_where_it_is_vouched_for(
    consumer: Consumer, shop: Shop, order: Order, *, is_vouched: bool
) -> None:
    token = token_query(token_of(shop, order.external_id))
    query = token if is_vouched else order_query(order)
    text = text_of(consumer.client.get(consumer.at("model_form") + query))
    assert ORDERED in text
    name = "Name of consumer(s): Anna Berg" if is_vouched else "Name of consumer(s): A"
    assert name in text
    assert ("Anna" in text) is is_vouched


def test_a_statement_is_carried_over(consumer: Consumer) -> None:
    consumer.state(scope="part", items="2 × hat\nlamp")
    text = text_of(consumer.page("draft_form"))
    assert "service (*): NW-2001 2 × hat lamp Ordered on" in text
    assert "Name of consumer(s): Anna Berg" in text


def test_a_statement_about_a_known_order_names_its_items(
    consumer: Consumer, order: Order
) -> None:
    consumer.state(order_query(order))
    assert ORDERED in text_of(consumer.page("draft_form"))


def test_it_is_in_the_laws_french(consumer: Consumer) -> None:
    consumer.language = "fr"
    response = consumer.client.get(consumer.at("model_form"))
    text = text_of(response)
    assert "Modèle de formulaire de rétractation (Veuillez compléter" in text
    # French sets a no-break space before a colon.
    assert "<dt>À l’attention de\u00a0:</dt>" in response.content.decode()
