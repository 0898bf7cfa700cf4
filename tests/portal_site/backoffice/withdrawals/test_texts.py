"""The link, the sentence and the form a merchant puts into its shop."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.domain.withdrawal import STATUTORY_WORDS, function_sentence
from tests.portal_site.backoffice.conftest import House, SignIn


@pytest.fixture
def desk(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def _show(client: Client, **asked: Any) -> Any:
    return client.get(reverse("withdrawals:texts"), asked)


def test_the_link_has_the_words_of_the_law_in_the_language_asked_for(
    desk: Client, alpenglow: House
) -> None:
    url = f"{alpenglow.brand.portal_url}/withdraw"
    response = _show(desk, brand=alpenglow.brand.pk, language="de")
    shown = unescape(response.content.decode())
    assert f'<a href="{url}" lang="de">Vertrag widerrufen</a>' in shown
    assert f'<a href="{url}?token=TOKEN" lang="de">Vertrag widerrufen</a>' in shown
    assert function_sentence("de", place=url).text in shown
    assert "These are the law’s own words." in shown
    assert f"{alpenglow.brand.portal_url}/de/withdraw/form/" in shown
    # Shown as text to be copied, never as a link of the page.
    assert 'lang="de">Vertrag widerrufen</a>' not in response.content.decode()


def test_words_from_second_hand_and_missing_texts_are_told(
    desk: Client, alpenglow: House
) -> None:
    texts = _show(desk, brand=alpenglow.brand.pk, language="pl").context["texts"]
    assert (texts.is_checked, texts.sentence_language, texts.form_language) == (
        False,
        "English",
        "English",
    )
    assert texts.form_url == f"{alpenglow.brand.portal_url}/pl/withdraw/form/"


@pytest.mark.parametrize("language", sorted(STATUTORY_WORDS))
def test_each_language_of_the_eu_is_offered_by_its_name(
    desk: Client, alpenglow: House, language: str
) -> None:
    response = _show(desk, brand=alpenglow.brand.pk, language=language)
    names = dict(response.context["form"].fields["language"].choices)
    assert names[language].lower() != language
    assert response.context["texts"].label


@pytest.mark.parametrize("asked", [{}, {"brand": "x"}, {"language": "tlh"}])
def test_without_a_choice_the_first_brand_is_shown_in_its_language(
    desk: Client, alpenglow: House, asked: dict[str, str]
) -> None:
    context = _show(desk, **asked).context
    assert (context["brand"], context["code"]) == (alpenglow.brand, "en")


def test_another_brand_is_neither_offered_nor_shown(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    response = _show(sign_in(charlie), brand=alpenglow.brand.pk, language="en")
    assert response.context["brand"] == lune.brand
    assert alpenglow.brand.name not in response.content.decode()


def test_an_editor_and_a_stranger_do_not_see_the_texts(
    eve: User, alpenglow: House, sign_in: SignIn
) -> None:
    assert _show(sign_in(eve))["Location"] == "/admin/"
    assert _show(Client())["Location"].startswith("/admin/login/")


def test_the_list_leads_to_the_texts(desk: Client, alpenglow: House) -> None:
    listed = desk.get(reverse("withdrawals:index")).content.decode()
    assert f'href="{reverse("withdrawals:texts")}"' in listed
