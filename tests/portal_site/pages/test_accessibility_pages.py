"""Portals opened before there was an accessibility statement get theirs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from retour_portal.pages.accessibility_pages import add_missing_statements
from retour_portal.pages.models import ContentPage

# Wagtail leaves the file it renders a picture into for the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")

LUNE = "maison-lune.localhost:8100"


def statements() -> Any:
    """Those of Maison Lune, English and French."""
    english = ContentPage.objects.get(
        slug="accessibility", url_path__contains="maison-lune"
    )
    return english.get_translations(inclusive=True).order_by("locale__language_code")


def footer_links(client: Client, path: str) -> list[str]:
    html = client.get(path, headers={"host": LUNE}).text
    [footer] = re.findall(r'(?s)<footer class="site-footer">.*?</footer>', html)
    return re.findall(r'<a href="([^"]+)"', footer)


def test_each_language_of_each_portal_has_one_statement(portals: Any) -> None:
    found = [page.locale.language_code for page in statements()]
    assert found == ["en", "fr"]
    assert add_missing_statements() == 0


def test_a_portal_without_a_statement_gets_it_in_its_footer_at_once(
    client: Client, portals: Any
) -> None:
    for page in statements():
        page.delete()
    address = "/en/accessibility/"
    assert footer_links(client, "/en/").count(address) == 0
    assert add_missing_statements() == 2
    assert footer_links(client, "/en/").count(address) == 1
    assert footer_links(client, "/en/return/").count(address) == 1
    assert client.get(address, headers={"host": LUNE}).status_code == 200


def test_a_statement_under_another_name_is_left_alone(portals: Any) -> None:
    for page in statements():
        page.title, page.slug = "For everybody", f"everybody-{page.locale_id}"
        page.save()
    assert add_missing_statements() == 0


def test_an_unpublished_statement_stays_unpublished(portals: Any) -> None:
    for page in statements():
        page.unpublish()
    assert add_missing_statements() == 0
    assert [page.live for page in statements()] == [False, False]


def test_a_statement_of_before_keys_were_reckoned_keeps_its_translations(
    portals: Any,
) -> None:
    english, french = statements()
    french.delete()
    key = "7d0b8a52-6a34-4c3c-9d3e-0d6a4c2f1b11"
    ContentPage.objects.filter(pk=english.pk).update(translation_key=key)
    assert add_missing_statements() == 1
    assert [str(page.translation_key) for page in statements()] == [key, key]


def test_a_portal_that_is_not_live_gets_a_draft(portals: Any) -> None:
    for page in statements():
        page.delete()
    home = Site.objects.get(hostname="maison-lune.localhost").root_page
    for one in home.get_translations(inclusive=True):
        one.specific.unpublish()
    assert add_missing_statements() == 2
    assert [page.live for page in statements()] == [False, False]
