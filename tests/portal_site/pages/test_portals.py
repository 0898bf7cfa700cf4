from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from wagtail.models import Page, Site

from retour_core.brands.models import Brand, ReturnAddress
from retour_portal.demo.content import seed_portals
from retour_portal.pages.models import (
    ContactPage,
    ContentPage,
    HelpPage,
    PortalHomePage,
    StoresPage,
)
from retour_portal.theming.models import Theme

# Wagtail leaves the file it renders a picture into for the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")

ALPENGLOW, LUNE = "alpenglow.localhost:8100", "maison-lune.localhost:8100"


def get(client: Client, host: str, path: str) -> Any:
    return client.get(path, headers={"host": host})


def links(html: str, css_class: str) -> list[tuple[str, str]]:
    """Address and text of the links inside the first element of that class."""
    [part] = re.findall(rf'class="{css_class}".*?</(?:nav|footer)>', html, re.DOTALL)
    found = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', part, re.DOTALL)
    return [(url, re.sub(r"<[^>]+>", "", text).strip()) for url, text in found]


@pytest.mark.parametrize(
    ("host", "path", "heading", "other_brand"),
    [
        (ALPENGLOW, "/en/", "Not quite right? Send it back.", "Maison Lune"),
        (ALPENGLOW, "/fr/", "Pas tout à fait ça ? Renvoyez-le.", "Maison Lune"),
        (LUNE, "/fr/", "Une pièce ne vous convient pas ?", "Alpenglow"),
        (LUNE, "/en/", "A piece that is not quite you?", "Alpenglow"),
        (ALPENGLOW, "/en/help/", "Help", "Maison Lune"),
        (ALPENGLOW, "/fr/conditions-de-retour/", "Conditions de retour", "Lune"),
        (LUNE, "/en/returns-policy/", "Returns policy", "Alpenglow"),
    ],
)
def test_each_host_shows_its_own_brand_in_the_languages_it_has(
    client: Client, portals: Any, host: str, path: str, heading: str, other_brand: str
) -> None:
    response = get(client, host, path)
    assert response.status_code == 200
    assert re.findall(r"<h1>(.*?)</h1>", response.text) == [heading]
    assert f'<html lang="{path[1:3]}">' in response.text
    assert other_brand not in response.text


def test_a_page_of_the_other_brand_is_not_found(client: Client, portals: Any) -> None:
    home = Site.objects.get(hostname="maison-lune.localhost").root_page
    home.add_child(
        instance=ContentPage(title="Ateliers", slug="ateliers", locale=home.locale)
    )
    assert get(client, LUNE, "/fr/ateliers/").status_code == 200
    assert get(client, ALPENGLOW, "/fr/ateliers/").status_code == 404


def test_an_unpublished_page_is_not_found_and_not_linked(
    client: Client, portals: Any
) -> None:
    page = HelpPage.objects.get(slug="help", url_path__contains="alpenglow")
    page.unpublish()
    assert get(client, ALPENGLOW, "/en/help/").status_code == 404
    assert "/en/help/" not in get(client, ALPENGLOW, "/en/").text


def test_the_home_page_finds_an_order_without_script(
    client: Client, portals: Any
) -> None:
    html = get(client, ALPENGLOW, "/en/").text
    assert re.findall(r'<form[^>]* method="post" action="([^"]+)"', html) == [
        "/en/return/"
    ]
    fields = re.findall(r'<input id="([^"]+)" name="([^"]+)"', html)
    assert fields == [("id_number", "number"), ("id_postal_code", "postal_code")]
    assert "<script" not in html


def test_a_home_page_without_blocks_still_finds_an_order(
    client: Client, portals: Any
) -> None:
    PortalHomePage.objects.update(body="[]")
    html = get(client, ALPENGLOW, "/en/").text
    assert html.count('id="id_number"') == 1


@pytest.mark.parametrize("body", ["as written", "[]"])
def test_the_home_page_has_the_withdrawal_function_whatever_an_editor_writes(
    client: Client, portals: Any, body: str
) -> None:
    if body == "[]":
        PortalHomePage.objects.update(body=body)
    for path, words in (
        ("/en/", "Withdraw from contract here"),
        ("/fr/", "Renoncer au contrat ici"),
    ):
        [main] = re.findall(r"<main.*?</main>", get(client, LUNE, path).text, re.DOTALL)
        entry = rf'<a href="{path}withdraw/"[^>]*>([^<]*)</a>'
        assert re.findall(entry, main) == [words]


def test_the_language_links_lead_to_the_same_page(client: Client, portals: Any) -> None:
    html = get(client, LUNE, "/fr/conditions-de-retour/").text
    assert [url for url, _ in links(html, "languages")] == [
        "/en/returns-policy/",
        "/fr/conditions-de-retour/",
    ]


def test_a_page_without_translation_offers_the_home_page_in_that_language(
    client: Client, portals: Any
) -> None:
    ContentPage.objects.get(slug="returns-policy", url_path__contains="lune").delete()
    html = get(client, LUNE, "/fr/conditions-de-retour/").text
    assert next(url for url, _ in links(html, "languages")) == "/en/"


def test_the_language_links_of_the_flow_stay_in_the_flow(
    client: Client, portals: Any
) -> None:
    html = get(client, ALPENGLOW, "/en/return/").text
    urls = [url for url, _ in links(html, "languages")]
    assert urls == [f"/{code}/return/" for code, _name in settings.LANGUAGES]


def test_the_bare_host_leads_to_no_language_without_pages(
    client: Client, portals: Any
) -> None:
    for asked, host, target in (
        ("de", LUNE, "/fr/"),
        ("de", ALPENGLOW, "/de/"),
        ("de,en;q=0.5", LUNE, "/en/"),
        ("en", LUNE, "/en/"),
    ):
        headers = {"host": host, "accept-language": asked}
        assert client.get("/", headers=headers)["Location"] == target


def test_the_function_is_in_german_also_where_the_pages_are_not(
    client: Client, portals: Any
) -> None:
    html = get(client, LUNE, "/de/withdraw/").text
    assert '<html lang="de">' in html
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Vertrag widerrufen"]
    assert get(client, LUNE, "/de/").status_code == 200


def test_the_foot_of_the_page_has_contact_and_pages(
    client: Client, portals: Any
) -> None:
    Theme.objects.update(imprint_url="https://alpenglow.example/legal")
    html = get(client, ALPENGLOW, "/en/").text
    assert links(html, "site-footer") == [
        ("/en/withdraw/", "Withdraw from contract here"),
        ("mailto:help@alpenglow.example", "help@alpenglow.example"),
        ("/en/help/", "Help"),
        ("/en/returns-policy/", "Returns policy"),
        ("/en/stores/", "Stores"),
        ("/en/contact/", "Contact"),
        ("/en/accessibility/", "Accessibility"),
        ("https://alpenglow.example/legal", "Legal notice"),
    ]


@pytest.mark.parametrize(("path", "queries"), [("/en/", 10), ("/en/help/", 10)])
def test_a_page_asks_the_database_this_often(
    client: Client,
    portals: Any,
    django_assert_num_queries: Any,
    path: str,
    queries: int,
) -> None:
    get(client, ALPENGLOW, path)  # pictures are made, site paths are cached
    caches["pages"].clear()
    with django_assert_num_queries(queries):
        get(client, ALPENGLOW, path)


def test_the_demo_has_no_page_that_nobody_wrote(portals: Any) -> None:
    assert set(Page.objects.filter(depth=2).values_list("slug", flat=True)) == {
        "alpenglow-en",
        "alpenglow-de",
        "alpenglow-fr",
        "kiko-de",
        "kiko-en",
        "maison-lune-en",
        "maison-lune-fr",
    }
    assert not Site.objects.filter(is_default_site=True).exists()


TAGLINE = re.compile(r'class="site-footer__name">.*?</p>\s*<p>(.*?)</p>')


@pytest.mark.parametrize("page", ["", "return/"])
def test_the_foot_of_a_page_speaks_its_language(
    client: Client, portals: Any, page: str
) -> None:
    def said(language: str) -> list[str]:
        html = get(client, "kiko.localhost:8100", f"/{language}/{page}").text
        return TAGLINE.findall(html)

    assert said("de") == ["Spielen ist Arbeit. Gute Arbeit."]
    assert said("en") == ["Playing is work. Good work."]
    theme = Theme.objects.get(brand=portals["kiko"])
    theme.tagline = "Kiko!"
    theme.save()
    assert said("en") == ["Playing is work. Good work."]
    home = PortalHomePage.objects.get(slug="kiko-en")
    home.tagline = ""
    home.save_revision().publish()
    assert said("en") == ["Kiko!"]


def test_seeding_again_keeps_what_an_editor_changed(portals: Any) -> None:
    theme = Theme.objects.get(brand=portals["alpenglow"])
    theme.tagline, theme.primary_colour = "Changed", "#123456"
    theme.save()
    before = (Page.objects.count(), ReturnAddress.objects.count())
    again = seed_portals(8100)
    assert (Page.objects.count(), ReturnAddress.objects.count()) == before
    assert Theme.objects.get(brand=again["alpenglow"]).tagline == "Changed"
    assert again["alpenglow"].primary_colour == "#123456"


def test_seeding_on_another_port_moves_the_portals(portals: Any) -> None:
    brands = seed_portals(9000)
    assert set(Site.objects.values_list("port", flat=True)) == {9000}
    assert brands["alpenglow"].portal_url == "http://alpenglow.localhost:9000"


def test_the_demo_brands_send_labels_and_mails_in_their_look(portals: Any) -> None:
    looks = Brand.objects.order_by("slug").values_list(
        "slug", "primary_colour", "accent_colour", "font"
    )
    assert list(looks) == [
        ("alpenglow", "#0f5a47", "#b45f06", "system"),
        ("kiko", "#5b2bbf", "#c2185b", "rounded"),
        ("maison-lune", "#2b2344", "#b03a5b", "serif"),
    ]
    assert all(brand.logo.size > 1000 for brand in Brand.objects.all())


def test_the_demo_themes_pass_their_own_check(portals: Any) -> None:
    for theme in Theme.objects.all():
        theme.full_clean()


def test_page_types_are_closed() -> None:
    below = [ContentPage, HelpPage, StoresPage, ContactPage]
    assert PortalHomePage.allowed_subpage_models() == below
    assert PortalHomePage.allowed_parent_page_models() == [Page]
    for model in below:
        assert model.allowed_subpage_models() == []
        assert model.allowed_parent_page_models() == [PortalHomePage]
