"""Links in header and footer, each on the pages of its language."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.admin.panels import get_edit_handler

from retour_portal.theming.models import Theme
from tests.portal_site.theming.portals import drafted
from tests.portal_site.theming.test_theme import edit_url, form_of

HOST = "nordwand.localhost"
SHOP = "https://nordwand.example"


def row(text: str, language: str | None = "") -> tuple[str, dict[str, str]]:
    value = {"text": text, "url": f"{SHOP}/{text.lower()}"}
    return "link", value if language is None else {**value, "language": language}


def address(of: str, language: str) -> tuple[str, dict[str, str]]:
    url = f"{SHOP}/{language}/{of}"
    return "address", {"of": of, "language": language, "url": url}


def shown(path: str) -> list[str]:
    """The shop's links on the page, as they follow each other."""
    html = Client().get(path, headers={"host": HOST}).text
    return re.findall(rf'href="{SHOP}/([^"]*)"', html)


@pytest.mark.parametrize("page", ["return/", "return/gift/"])
def test_each_link_is_on_the_pages_of_its_language_alone(
    theme: Theme, page: str
) -> None:
    theme.header_links = [row("Journal"), row("Boutique", "fr"), row("Laden", "de")]
    theme.footer_links = [row("Livraison", "fr"), row("Versand", "de")]
    theme.shop_url = f"{SHOP}/all"
    theme.privacy_url = f"{SHOP}/privacy"
    theme.language_addresses = [
        address("shop", "fr"),
        address("imprint", "fr"),
        address("privacy", "de"),
    ]
    theme.save()
    by_language = {
        "fr": ["journal", "boutique", "fr/shop", "livraison", "privacy", "fr/imprint"],
        "de": ["journal", "laden", "all", "versand", "de/privacy"],
        "en": ["journal", "all", "privacy"],
    }
    # Once made, once kept.
    for language, links in 2 * list(by_language.items()):
        assert shown(f"/{language}/{page}") == links


def test_a_link_of_before_is_for_all_languages(theme: Theme) -> None:
    kind, value = row("Journal", None)
    stored = json.dumps([{"type": kind, "value": value, "id": "a"}])
    with connection.cursor() as cursor:
        for column in ("header_links", "footer_links"):
            cursor.execute(f"UPDATE retour_theming_theme SET {column} = %s", [stored])  # noqa: S608
    Theme.objects.get().save()
    assert shown("/en/return/") == shown("/fr/return/") == ["journal", "journal"]


def test_links_in_languages_cost_no_query(theme: Theme) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert shown("/fr/return/") == expected
        return len(captured)

    expected: list[str] = []
    before = cost()
    theme.header_links, theme.language_addresses = (
        [row("Boutique", "fr")],
        [address("shop", "fr")],
    )
    theme.save()
    expected = ["boutique", "fr/shop"]
    assert cost() == before


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(get_user_model().objects.create_superuser("root"))
    return client


def save(admin: Client, theme: Theme, languages: list[str]) -> Any:
    data = {"header_links-count": str(len(languages))}
    for number, language in enumerate(languages):
        name = f"header_links-{number}"
        data |= {
            f"{name}-type": "link",
            f"{name}-order": str(number),
            f"{name}-deleted": "",
            f"{name}-id": "",
            f"{name}-value-text": f"Link {number}",
            f"{name}-value-url": f"{SHOP}/{number}",
            f"{name}-value-language": language,
        }
    return admin.post(edit_url(theme), form_of(theme, page_colour="#ffffff", **data))


def test_an_editor_chooses_a_language_by_its_name(admin: Client, theme: Theme) -> None:
    form = admin.get(edit_url(theme)).text
    assert "All languages" in form
    assert "Maltese" in form
    assert save(admin, theme, ["", "fr"]).status_code == 302
    assert [one.value["language"] for one in drafted(theme).header_links] == ["", "fr"]


@pytest.mark.parametrize(
    ("languages", "fit"),
    [
        (6 * [""], True),
        (7 * [""], False),
        (3 * [""] + 3 * ["fr"] + 3 * ["de"], True),
        (3 * [""] + 4 * ["fr"], False),
    ],
)
def test_a_page_has_six_links_of_a_kind_at_most(
    admin: Client, theme: Theme, languages: list[str], fit: bool
) -> None:
    response = save(admin, theme, languages)
    assert response.status_code == (302 if fit else 200)
    sentence = "At most 6 links on the pages of one language."
    assert (sentence in response.content.decode()) is not fit
    assert len(drafted(theme).header_links) == (len(languages) if fit else 0)


def test_a_language_nobody_knows_is_refused(admin: Client, theme: Theme) -> None:
    assert save(admin, theme, ["xx"]).status_code == 200
    assert len(drafted(theme).header_links) == 0


def languages_of(theme: Theme, name: str) -> list[str]:
    form: Any = get_edit_handler(Theme).get_form_class()(instance=theme)
    [row] = form.fields[name].block.child_blocks.values()
    return sorted(code for code, _ in row.child_blocks["language"].field.choices)


def test_a_links_language_is_one_that_the_brand_offers(theme: Theme) -> None:
    assert theme.brand is not None
    theme.brand.languages = ["en", "fr"]
    # What was written before stays to be chosen, or it could not be saved as it is.
    theme.header_links = [row("Laden", "de")]

    assert languages_of(theme, "header_links") == ["", "de", "en", "fr"]
    assert languages_of(theme, "footer_links") == ["", "en", "fr"]
    assert languages_of(theme, "language_addresses") == ["", "en", "fr"]
    theme.brand.languages = []
    every = sorted(code for code, _name in settings.LANGUAGES)
    assert languages_of(theme, "footer_links") == ["", *every]


def test_a_link_in_a_language_the_brand_does_not_offer_is_refused(
    admin: Client, theme: Theme
) -> None:
    assert theme.brand is not None
    theme.brand.languages = ["en", "fr"]
    theme.brand.save()

    assert save(admin, theme, ["de"]).status_code == 200
    assert len(drafted(theme).header_links) == 0
    assert save(admin, theme, ["fr"]).status_code == 302
