"""A brand's portal speaks the languages its administrator chose, and no other."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from retour_core.brands.models import Brand
from retour_core.brands.operations import set_return_portal
from retour_core.notifications.mails import render_mail
from retour_core.returns.models import Return
from retour_portal.pages.queries import pages_of
from tests.factories import make_brand, make_order, make_shop
from tests.portal_site.flow.walk import Customer, chosen_data, first_line

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file it renders a picture into for the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
LUNE = "maison-lune.localhost"


def offer(brand: Brand, *languages: str) -> Brand:
    return set_return_portal(
        brand, allow=False, message="", support_url="", languages=languages
    )


@pytest.fixture
def lune(portals: dict[str, Brand]) -> Brand:
    """French at home, with pages in French and English."""
    return portals["maison-lune"]


def get(path: str, **headers: str) -> Any:
    return Client().get(path, headers={"host": LUNE, **headers})


def hreflangs(html: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, html))


def switcher(html: str) -> list[str]:
    [nav] = re.findall(r'(?s)<nav class="languages".*?</nav>', html) or [""]
    return re.findall(r'hreflang="(..)"', nav)


def test_the_switcher_names_what_is_offered_in_the_flow_and_on_missing_pages(
    lune: Brand,
) -> None:
    offer(lune, "en", "it")
    assert switcher(get("/fr/return/").text) == ["en", "fr", "it"]
    assert switcher(get("/fr/withdraw/").text) == ["en", "fr", "it"]
    missing = get("/fr/nulle-part/")
    assert (missing.status_code, switcher(missing.text)) == (404, ["en", "fr", "it"])
    # Italian speaks the steps; no page was written in it.
    assert switcher(get("/fr/").text) == ["en", "fr"]


def test_one_language_needs_no_switcher(lune: Brand) -> None:
    offer(lune, "fr")
    for path in ("/fr/", "/fr/return/", "/fr/nulle-part/"):
        assert switcher(get(path).text) == []


def test_search_engines_are_told_of_what_is_offered(lune: Brand) -> None:
    offer(lune, "fr", "de")
    assert "hreflang" not in get("/fr/").text
    sitemap = get("/sitemap.xml").text
    found = hreflangs(sitemap, r"<loc>http://[^/]+/(..)/")
    assert (found, "hreflang" in sitemap) == ({"fr"}, False)


def test_kept_pages_are_forgotten_when_the_languages_change(lune: Brand) -> None:
    assert get("/en/").status_code == 200
    assert len(switcher(get("/fr/return/").text)) == 24
    offer(lune, "de")
    assert get("/en/")["Location"] == "/fr/"
    assert switcher(get("/fr/return/").text) == ["de", "fr"]
    offer(lune)
    assert get("/en/").status_code == 200
    assert len(switcher(get("/fr/return/").text)) == 24


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/en/", "/fr/"),
        ("/en/?utm=x", "/fr/?utm=x"),
        ("/en/returns-policy/", "/fr/conditions-de-retour/"),
        ("/en/nowhere/", "/fr/nowhere/"),
        ("/en/return/?number=ML-1", "/fr/return/?number=ML-1"),
        ("/en/withdraw/", "/fr/withdraw/"),
        (f"/en/return/r/{'a' * 24}/", f"/fr/return/r/{'a' * 24}/"),
    ],
)
def test_a_page_in_another_language_leads_to_the_brands_own(
    lune: Brand, path: str, address: str
) -> None:
    offer(lune, "fr")
    response = get(path)
    assert (response.status_code, response["Location"]) == (302, address)
    assert "no-store" in response["Cache-Control"]
    assert get("/fr/").status_code == 200


def test_a_page_without_a_translation_leads_to_the_home_page(lune: Brand) -> None:
    offer(lune, "fr")
    pages_of(lune).get(slug="conditions-de-retour").delete()
    assert get("/en/returns-policy/")["Location"] == "/fr/"


def test_the_browser_chooses_among_what_is_offered(lune: Brand) -> None:
    offer(lune, "en")
    for asked, address in (("de,en;q=0.4", "/en/"), ("de", "/fr/"), ("en", "/en/")):
        assert get("/", **{"accept-language": asked})["Location"] == address
        function = get("/withdraw", **{"accept-language": asked})
        assert function["Location"] == f"{address}withdraw/"


def test_another_brands_languages_stay_as_they_are(
    lune: Brand, portals: dict[str, Brand]
) -> None:
    offer(lune, "fr")
    page = Client().get("/de/return/", headers={"host": "alpenglow.localhost"})
    assert (page.status_code, len(switcher(page.text))) == (200, 24)


def test_a_return_under_way_goes_on_in_the_brands_language(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    brand = make_brand("nordwand")
    order = make_order(make_shop(brand), locale="fr")
    customer = Customer(brand, "fr")
    customer.find(order)
    offer(brand, "de")
    # What was typed in French is taken, and the next step is in English.
    response = customer.send("items", chosen_data((first_line(order), 1)))
    reasons = customer.step("reasons")
    assert response["Location"] == reasons
    # The version of the site: nothing about the return is asked.
    with django_assert_num_queries(1):
        onward = customer.client.get(reasons)
    english = reasons.replace("/fr/", "/en/")
    assert (onward.status_code, onward["Location"]) == (302, english)
    assert customer.client.get(english).status_code == 200
    stranger = Customer(make_brand("lune"))
    assert stranger.client.get(english).status_code == 404


def test_mails_are_in_a_language_the_brand_speaks() -> None:
    brand = make_brand("nordwand")
    order = make_order(make_shop(brand), locale="fr-BE")
    ret = Customer(brand, "fr").submit(order)
    assert "Votre" in render_mail(ret, "ready", message_id=1).body
    ret.brand = offer(brand, "de")
    assert "Votre" not in render_mail(ret, "ready", message_id=1).body
    order = make_order(order.shop, number="NW-7", locale="fr-BE")
    later = Customer(brand, "en").submit(order)
    assert Return.objects.get(pk=later.pk).locale == "en"
