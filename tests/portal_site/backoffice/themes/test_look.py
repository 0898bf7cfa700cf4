from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.theming.models import Theme
from retour_portal.theming.presets import BY_KEY, PRESETS
from retour_portal.theming.tokens import tokens_of
from tests.portal_site.theming.portals import LINK_ROWS, drafted, make_portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme() -> Theme:
    return make_portal("nordwand")


@pytest.fixture
def editor(theme: Theme, client: Client) -> Client:
    assert theme.brand is not None
    user = User.objects.create_user("eve", "eve@example.org")
    grant_staff_role(user, theme.brand, Role.EDITOR)
    client.force_login(user)
    return client


@pytest.fixture
def admin(theme: Theme, client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root", "root@example.org"))
    return client


def at(name: str, theme: Theme, *arguments: object) -> str:
    return reverse(f"looks:{name}", args=[theme.brand_id, *arguments])


def told(response: object) -> list[str]:
    context = response.context  # type: ignore[attr-defined]
    return [str(message).strip() for message in context["messages"]]


def test_a_preset_and_a_version_become_the_draft(editor: Client, theme: Theme) -> None:
    before = tokens_of(theme)
    response = editor.post(at("use_preset", theme, "playground"), follow=True)
    assert told(response) == [
        "“Playground: violet and sunshine” is the draft of Nordwand now."
    ]
    assert tokens_of(drafted(theme)) == BY_KEY["playground"].tokens
    response = editor.post(at("use_version", theme, 1), follow=True)
    assert told(response) == ["Version 1 is the draft now."]
    assert tokens_of(drafted(theme)) == before
    assert tokens_of(Theme.objects.get()) == before
    assert list(theme.versions.order_by("number").values_list("saved_by", "stage")) == [
        ("", "published"),
        ("eve", "aside"),
        ("eve", "draft"),
    ]


@pytest.mark.parametrize(
    ("name", "argument"), [("use_preset", "nothing"), ("use_version", 99)]
)
def test_what_is_not_there_is_not_found(
    editor: Client, theme: Theme, name: str, argument: object
) -> None:
    assert editor.post(at(name, theme, argument)).status_code == 404


def form_of(theme: Theme) -> str:
    return at("edit_look", theme)


@pytest.mark.parametrize("form", [False, True], ids=["looks", "form"])
def test_every_icon_of_the_page_is_drawn(
    admin: Client, theme: Theme, form: bool
) -> None:
    html = admin.get(
        form_of(theme) if form else reverse("looks:index")
    ).content.decode()
    sprite = admin.get(reverse("wagtailadmin_sprite")).content.decode()
    used = set(re.findall(r'href="#icon-([\w-]+)"', html))
    assert "retour-look" in used
    assert used - set(re.findall(r'id="icon-([\w-]+)"', sprite)) == set()


def test_the_form_says_whose_look_it_is_and_leads_to_its_versions(
    admin: Client, theme: Theme
) -> None:
    html = admin.get(form_of(theme)).content.decode()
    assert "Look of Nordwand" in html
    assert f'href="{reverse("looks:index")}?brand={theme.brand_id}"' in html


def test_the_page_shows_presets_and_versions(editor: Client, theme: Theme) -> None:
    for key in ("atelier", "summit"):
        editor.post(at("use_preset", theme, key))
    html = editor.get(reverse("looks:index")).content.decode()
    assert html.count("retour-swatches") == len(PRESETS) + 3
    assert html.count("/preset/") == len(PRESETS) - 1
    # Neither what is live nor the draft can be made the draft.
    assert html.count("/version/") == 1


def test_settings_lead_to_the_one_form_and_save_nothing(
    editor: Client, theme: Theme
) -> None:
    arguments = ["retour_theming", "theme", theme.site_id]
    url = reverse("wagtailsettings:edit", args=arguments)
    for sent in (editor.get(url), editor.post(url, {"primary_colour": "#5b2bbf"})):
        assert (sent.status_code, sent["Location"]) in {
            (302, form_of(theme)),
            (302, "/admin/"),
        }
    assert Theme.objects.get().primary_colour == "#1f3a5f"


@pytest.mark.parametrize("mode", ["", "mail", "label"])
def test_portal_mail_and_label_are_previewed_before_saving(
    editor: Client, theme: Theme, mode: str
) -> None:
    url = at("preview_look", theme)
    names = ("accent_colour", "header_colour", "font", "corners", "spacing")
    form = {name: getattr(theme, name) for name in names}
    form |= {f"{name}-count": "0" for name in LINK_ROWS}
    form |= {"socials-count": "0", "primary_colour": "#5b2bbf"}
    assert editor.post(url, form).json()["is_valid"] is True
    shown = editor.get(f"{url}?mode={mode}")
    assert shown.status_code == 200
    begins = {"": "data:text/css;base64,", "mail": "#5b2bbf", "label": "image/png"}
    assert begins[mode] in shown.content.decode()
    policy = dict(
        rule.split(" ", 1) for rule in shown["Content-Security-Policy"].split("; ")
    )
    assert policy["frame-ancestors"] == "'self'"
    # A mail brings its styles in its words.
    own_styles = "'unsafe-inline'" if mode == "mail" else "'self' data:"
    assert policy["style-src"] == own_styles
    assert Theme.objects.get().primary_colour == "#1f3a5f"


@pytest.mark.parametrize("versions", [1, 3])
def test_the_page_of_a_look_asks_as_often_for_many_versions(
    editor: Client, theme: Theme, versions: int, django_assert_num_queries: Any
) -> None:
    while theme.versions.count() < versions - 1:
        theme.tagline += "x"
        theme.save()
    if versions > 1:
        editor.post(at("use_preset", theme, "playground"))
    url = f"{reverse('looks:index')}?brand={theme.brand_id}"
    editor.get(url)
    with django_assert_num_queries(14):
        shown = editor.get(url)
    assert len(shown.context["versions"]) == versions


def test_the_page_says_what_customers_see_and_whether_there_is_a_draft(
    editor: Client, theme: Theme
) -> None:
    url = f"{reverse('looks:index')}?brand={theme.brand_id}"
    page = editor.get(url).text
    assert page.count("Customers see version 1, published on") == 1
    assert page.count("There is no draft.") == 1
    editor.post(at("use_preset", theme, "playground"))
    page = editor.get(url).text
    assert page.count("Customers see version 1, published on") == 1
    assert page.count("There is no draft.") == 0
