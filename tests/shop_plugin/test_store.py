"""The example store, as a customer without JavaScript uses it."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from oscar.core.loading import get_model

from tests.shop_plugin import orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(monkeypatch: Any) -> None:
    monkeypatch.setattr("store.pictures.SIZE", 120)
    call_command("seed_store", stdout=io.StringIO())


ADDRESS = {
    "first_name": "Mia",
    "last_name": "Keller",
    "line1": "Seestrasse 5",
    "line4": "Zürich",
    "postcode": "8002",
    "country": "CH",
}


def _buy(client: Client, title: str, quantity: int) -> None:
    product = get_model("catalogue", "Product").objects.get(title=title)
    client.post(f"/en/basket/add/{product.pk}/", {"quantity": quantity})


def test_seeding_twice_changes_nothing(seeded: None) -> None:
    out = io.StringIO()

    call_command("seed_store", stdout=out)

    assert out.getvalue() == "The shop sells 9 products (0 new).\n"
    products = get_model("catalogue", "Product")
    assert products.objects.browsable().count() == 9
    assert get_model("address", "Country").objects.count() == 8


def test_prices_are_what_the_label_says(seeded: None, client: Client) -> None:
    product = get_model("catalogue", "Product").objects.get(
        title="Aiguille rain jacket"
    )

    assert "€199.00" in client.get(product.get_absolute_url()).content.decode()


def test_a_guest_buys_two_jackets_and_a_hat(
    seeded: None, client: Client, retour: Any, worker: Any
) -> None:
    _buy(client, "Aiguille rain jacket", 2)
    _buy(client, "Merino hat", 1)
    client.post("/en/checkout/", {"username": "mia@x.example", "options": "anonymous"})
    client.post("/en/checkout/shipping-address/", ADDRESS)
    client.get("/en/checkout/shipping-method/")
    client.get("/en/checkout/preview/")
    answer = client.post("/en/checkout/preview/", {"action": "place_order"})

    assert answer["Location"] == "/en/checkout/thank-you/"
    order = get_model("order", "Order").objects.get()
    assert order.total_incl_tax == Decimal("437.90")
    assert order.sources.get().amount_debited == Decimal("437.90")
    worker.run_once()
    told = retour.orders[str(order.pk)]
    assert [(line.sku, line.quantity) for line in told.lines] == [
        ("ALP-RAIN-01", 2),
        ("ALP-HAT-01", 1),
    ]
    assert [line.tax_rate for line in told.lines] == ["19", "19"]
    assert told.lines[0].weight_grams == 420
    assert told.lines[0].hs_code == "6201.40"
    assert {(line.brand, line.exemption) for line in told.lines} == {("Alpenglow", "")}
    assert [(t.kind, t.amount) for t in told.tenders] == [("other", "437.90")]
    assert (told.shipping_tax_rate, told.standard_shipping_incl_tax) == ("19", None)
    assert (told.locale, told.captured, told.shipping_incl_tax) == (
        "en",
        "437.90",
        "4.90",
    )
    assert not orders.is_dirty(order)


def test_sealed_cream_is_told_with_the_letter_of_its_exemption(
    seeded: None, worker: Any, retour: Any
) -> None:
    cream = get_model("catalogue", "Product").objects.get(title="Glacier sun cream")
    order = orders.place((cream, 1))

    worker.run_once()

    [line] = retour.orders[str(order.pk)].lines
    assert (line.brand, line.exemption, line.variant) == ("Gletscherhaut", "e", "")


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Standard"), ("fr", "Livraison")]
)
def test_the_shop_speaks_both_languages(
    seeded: None, client: Client, language: str, word: str
) -> None:
    product = get_model("catalogue", "Product").objects.get(title="Merino hat")
    client.post(f"/{language}/basket/add/{product.pk}/", {"quantity": 1})

    page = client.get(f"/{language}/basket/").content.decode()

    assert f'lang="{language}"' in page
    assert word in page
