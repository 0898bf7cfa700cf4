"""A colour nobody could read is refused with a button that takes one they can."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_portal.theming.models import Theme
from retour_portal.theming.versions import put_draft_on
from tests.portal_site.editorial.desks import Desk, make_desk, signed_in

PALE = {"primary_colour": "#ffcc00"}


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk("nordwand")


@pytest.fixture
def editor(desk: Desk) -> Client:
    return signed_in(desk.people[Role.EDITOR])


def form_url(desk: Desk) -> str:
    return reverse("looks:edit_look", args=[desk.brand.pk])


def send(client: Client, desk: Desk, **values: Any) -> Any:
    data = {
        "primary_colour": "#1f3a5f",
        "accent_colour": "#b4532a",
        "header_colour": "#ffffff",
        "page_colour": "#ffffff",
        "font": "system",
        "corners": "soft",
        "spacing": "normal",
        "tagline": "Down to earth",
        "header_links-count": "0",
        "footer_links-count": "0",
        "language_addresses-count": "0",
        "socials-count": "0",
    }
    return client.post(form_url(desk), data | values)


def buttons(response: Any) -> list[tuple[str, str]]:
    """The field of each, and its words."""
    found = re.findall(
        r'name="use_nearest" value="(\w+)".*?</svg>\s*(.*?)\s*</button>',
        response.content.decode(),
        re.DOTALL,
    )
    return [(field, words) for field, words in found]


def saved() -> Theme:
    """As its draft has it, if there is one."""
    theme = Theme.objects.get()
    put_draft_on(theme)
    return theme


def test_a_form_that_is_right_has_no_such_button(editor: Client, desk: Desk) -> None:
    assert buttons(editor.get(form_url(desk))) == []


def test_each_refused_colour_has_its_own_button(editor: Client, desk: Desk) -> None:
    refused = send(editor, desk, **PALE, accent_colour="#eeeeee")
    assert buttons(refused) == [
        ("primary_colour", "Use #8b6e00 and save"),
        ("accent_colour", "Use #949494 and save"),
    ]
    assert saved().primary_colour == "#1f3a5f"


def test_the_button_saves_its_colour_and_the_rest(editor: Client, desk: Desk) -> None:
    answer = send(editor, desk, **PALE, use_nearest="primary_colour")
    assert answer.status_code == 302
    theme = saved()
    assert (theme.primary_colour, theme.tagline) == ("#8b6e00", "Down to earth")
    assert theme.versions.order_by("number").last().saved_by == "editor-of-nordwand"


def test_what_else_is_wrong_is_still_refused(editor: Client, desk: Desk) -> None:
    answer = send(
        editor, desk, **PALE, accent_colour="#eeeeee", use_nearest="primary_colour"
    )
    assert buttons(answer) == [("accent_colour", "Use #949494 and save")]
    assert 'value="#8b6e00"' in answer.content.decode()
    assert saved().primary_colour == "#1f3a5f"


def test_a_dark_page_is_answered_with_a_lighter_one(editor: Client, desk: Desk) -> None:
    refused = send(editor, desk, page_colour="#444444")
    assert buttons(refused) == [("page_colour", "Use #d5d5d5 and save")]
    assert (
        send(editor, desk, page_colour="#444444", use_nearest="page_colour").status_code
        == 302
    )
    assert saved().page_colour == "#d5d5d5"


@pytest.mark.parametrize("named", ["tagline", "brand", "nothing", ""])
def test_a_made_up_button_changes_nothing(
    named: str, editor: Client, desk: Desk
) -> None:
    refused = send(editor, desk, **PALE, use_nearest=named)
    assert buttons(refused) == [("primary_colour", "Use #8b6e00 and save")]
    assert saved().primary_colour == "#1f3a5f"


def test_a_stranger_presses_it_in_vain(desk: Desk) -> None:
    stranger = make_desk("lune").people[Role.ADMIN]
    assert isinstance(stranger, User)
    send(signed_in(stranger), desk, **PALE, use_nearest="primary_colour")
    assert Theme.objects.get(brand=desk.brand).primary_colour == "#1f3a5f"
