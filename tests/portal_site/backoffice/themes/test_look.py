from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.theming.models import Theme
from retour_portal.theming.presets import BY_KEY, PRESETS
from retour_portal.theming.tokens import tokens_of, written
from tests.portal_site.theming.portals import LINK_ROWS, make_portal

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


def test_an_editor_starts_from_a_preset_and_goes_back(
    editor: Client, theme: Theme
) -> None:
    before = tokens_of(theme)
    response = editor.post(at("use_preset", theme, "playground"), follow=True)
    assert told(response) == ["Nordwand now wears “Playground: violet and sunshine”."]
    assert tokens_of(Theme.objects.get()) == BY_KEY["playground"].tokens
    response = editor.post(at("use_version", theme, 1), follow=True)
    assert told(response) == ["Version 1 is back."]
    assert tokens_of(Theme.objects.get()) == before
    assert list(theme.versions.order_by("number").values_list("saved_by")) == [
        ("",),
        ("eve",),
        ("eve",),
    ]


@pytest.mark.parametrize(
    ("name", "argument"), [("use_preset", "nothing"), ("use_version", 99)]
)
def test_what_is_not_there_is_not_found(
    editor: Client, theme: Theme, name: str, argument: object
) -> None:
    assert editor.post(at(name, theme, argument)).status_code == 404


def test_a_look_is_carried_by_a_file(editor: Client, theme: Theme) -> None:
    saved = editor.get(at("export_look", theme))
    assert saved["Content-Disposition"] == 'attachment; filename="nordwand-theme.json"'
    assert json.loads(saved.content)["tokens"]["primary_colour"] == "#1f3a5f"
    file = SimpleUploadedFile("look.json", written(BY_KEY["library"].tokens).encode())
    response = editor.post(at("import_look", theme), {"file": file}, follow=True)
    assert told(response) == ["The look of the file is in use."]
    assert tokens_of(Theme.objects.get()) == BY_KEY["library"].tokens


def test_a_file_that_is_no_look_changes_nothing(editor: Client, theme: Theme) -> None:
    file = SimpleUploadedFile("look.json", b"{}")
    response = editor.post(at("import_look", theme), {"file": file}, follow=True)
    [sentence] = told(response)
    assert sentence.startswith("“retour_theme”: this is no look that was saved here.")
    assert theme.versions.count() == 1


def test_an_imported_look_leaves_links_and_their_languages(
    editor: Client, theme: Theme
) -> None:
    row = {"text": "Boutique", "url": "https://lune.example/fr", "language": "fr"}
    address = {"of": "imprint", "language": "fr", "url": "https://lune.example/legal"}
    theme.header_links = [("link", row)]
    theme.language_addresses = [("address", address)]
    theme.save()
    saved = editor.get(at("export_look", theme)).content
    file = SimpleUploadedFile("look.json", saved)
    editor.post(at("import_look", theme), {"file": file})
    kept = Theme.objects.get()
    assert [dict(one.value) for one in kept.header_links] == [row]
    assert [dict(one.value) for one in kept.language_addresses] == [address]


def form_of(theme: Theme) -> str:
    model = ["retour_theming", "theme"]
    return reverse("wagtailsettings:edit", args=[*model, theme.site_id])


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
    assert f"<strong>{theme.brand}</strong>" in html
    assert f'href="{reverse("looks:index")}?brand={theme.brand_id}"' in html


def test_the_page_shows_presets_and_versions(editor: Client, theme: Theme) -> None:
    for key in ("atelier", "summit"):
        editor.post(at("use_preset", theme, key))
    html = editor.get(reverse("looks:index")).content.decode()
    assert html.count("retour-swatches") == len(PRESETS) + 3
    assert html.count("/preset/") == len(PRESETS) - 1
    assert html.count("/version/") == 2


@pytest.mark.parametrize("mode", ["", "mail", "label"])
def test_portal_mail_and_label_are_previewed_before_saving(
    editor: Client, theme: Theme, mode: str
) -> None:
    editor.force_login(User.objects.create_superuser("root"))
    url = f"/admin/settings/retour_theming/theme/{theme.site_id}/preview/"
    names = ("accent_colour", "header_colour", "font", "corners", "spacing")
    form = {name: getattr(theme, name) for name in names}
    form |= {f"{name}-count": "0" for name in LINK_ROWS}
    form |= {"socials-count": "0", "brand": theme.brand_id, "primary_colour": "#5b2bbf"}
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
