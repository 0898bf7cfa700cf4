from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from retour_core.brands.models import Brand, ReturnAddress
from retour_portal.pages.models import ContactPage, StoresPage
from retour_portal.places.stores import stores_of

# Wagtail leaves the file it renders a picture into for the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")

ALPENGLOW, LUNE = "alpenglow.localhost:8100", "maison-lune.localhost:8100"


def get(client: Client, path: str, host: str = ALPENGLOW) -> str:
    response = client.get(path, headers={"host": host})
    assert response.status_code == 200
    text: str = response.text
    return text


def names(html: str) -> list[str]:
    return re.findall(r'<h2 class="store__name">(.*?)</h2>', html)


def questions(html: str) -> list[str]:
    return re.findall(r"<summary>(.*?)<svg", html)


def test_the_stores_page_lists_the_brands_own_stores_only(
    client: Client, portals: dict[str, Brand]
) -> None:
    assert names(get(client, "/en/stores/")) == [
        "Ottensen",
        "Speicherstadt",
        "Glockenbach",
    ]
    assert names(get(client, "/fr/boutiques/", LUNE)) == [
        "Presqu’île",
        "Le Marais",
        "Saint-Germain",
    ]


def test_a_warehouse_is_no_store(client: Client, portals: dict[str, Brand]) -> None:
    assert "Hamburg warehouse" not in get(client, "/en/stores/")
    for address in ReturnAddress.objects.filter(brand=portals["alpenglow"]):
        address.is_store = False
        address.save()
    html = get(client, "/en/stores/")
    assert names(html) == []
    assert "There is no store at the moment." in html


@pytest.mark.parametrize("count", [1, 3])
def test_stores_take_one_query_however_many(
    portals: dict[str, Brand], django_assert_num_queries: Any, count: int
) -> None:
    brand = portals["kiko"]
    store = ReturnAddress.objects.get(brand=brand, is_store=True)
    for _ in range(count - 1):
        store.pk = None
        store.save()
    with django_assert_num_queries(1):
        assert len(stores_of(brand)) == count


def test_a_store_is_told_in_the_readers_language(portals: dict[str, Brand]) -> None:
    with translation.override("fr"):
        [store] = stores_of(portals["kiko"])
    assert store.lines == [
        "Kiko & Bär GmbH",
        "Karl-Heine-Straße 57",
        "04229 Leipzig",
        "Allemagne",
    ]
    assert store.phone is not None
    assert store.phone.link == "tel:+49-341-5550143"


def test_the_contact_page_says_how_to_reach_the_brand(
    client: Client, portals: dict[str, Brand]
) -> None:
    html = get(client, "/en/contact/")
    [main] = re.findall(r"<main.*?</main>", html, re.DOTALL)
    links = re.findall(r'href="((?:tel|mailto):[^"]+)"', main)
    assert links == ["tel:+49-40-55501420", "mailto:help@alpenglow.example"]
    assert "Monday to Friday, 9:00–17:00 (Hamburg time)" in main
    assert "Am Sandtorkai 38" in main
    assert "maison-lune" not in main


def test_a_contact_pages_own_phone_comes_first(
    client: Client, portals: dict[str, Brand]
) -> None:
    page = ContactPage.objects.get(slug="contact", url_path__contains="alpenglow-en")
    page.phone = "+498001234567"
    page.full_clean()
    page.save_revision().publish()
    html = get(client, "/en/contact/")
    assert re.findall(r'href="(tel:[^"]+)"', html) == ["tel:+49-800-1234567"]


@pytest.mark.parametrize("typed", ["040 123456", "call us"])
def test_a_phone_without_its_country_is_refused(
    portals: dict[str, Brand], typed: str
) -> None:
    page = ContactPage.objects.get(slug="contact", url_path__contains="alpenglow-en")
    page.phone = typed
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["phone"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("BOX", ["Can I send several orders in one box?"]),
        ("washed tour", ["What about worn or washed things?"]),
        ("wäshed", ["What about worn or washed things?"]),
        ("strong", []),
    ],
)
def test_a_search_in_help_finds_questions_by_all_their_words(
    client: Client, portals: dict[str, Brand], asked: str, found: list[str]
) -> None:
    html = get(client, f"/en/help/?q={asked}")
    assert questions(html) == found
    assert ("Nothing found. Try another word." in html) == (not found)


def test_what_was_searched_for_is_shown_as_text(
    client: Client, portals: dict[str, Brand]
) -> None:
    html = get(client, "/en/help/?q=%3Cb%3Ebox%00")
    assert "Answers for “&lt;b&gt;box”" in html
    assert "<b>box" not in html


def test_a_search_never_becomes_the_page_of_others(
    client: Client, portals: dict[str, Brand]
) -> None:
    whole = questions(get(client, "/en/help/"))
    assert len(whole) == 5
    assert questions(get(client, "/en/help/?q=box")) != whole
    assert questions(get(client, "/en/help/")) == whole
    assert questions(get(client, "/en/help/?q=")) == whole


def test_page_types_are_linked_and_in_the_sitemap(
    client: Client, portals: dict[str, Brand]
) -> None:
    home = get(client, "/en/")
    sitemap = get(client, "/sitemap.xml")
    for path in ("/en/help/", "/en/stores/", "/en/contact/"):
        assert f'href="{path}"' in home
        assert f"<loc>http://{ALPENGLOW}{path}</loc>" in sitemap


def test_an_editor_previews_the_stores_of_the_pages_own_brand(
    admin_client: Client, portals: dict[str, Brand]
) -> None:
    page = StoresPage.objects.get(slug="stores", url_path__contains="alpenglow-en")
    page.save_revision()
    response = admin_client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    assert names(response.text) == [
        "Ottensen",
        "Speicherstadt",
        "Glockenbach",
    ]
