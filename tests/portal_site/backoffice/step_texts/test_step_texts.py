from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_portal.backoffice.step_texts.samples import states_of
from retour_portal.backoffice.step_texts.words import STEP_WORDS, slot_label
from retour_portal.flow.slots.registry import SLOTS, STEPS
from retour_portal.step_texts.models import StepText, StepTextVersion
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.flow.walk import Customer, open_portal, title_of


def url_of(
    house: House, name: str = "edit_step", step: str = "lookup", language: str = "en"
) -> str:
    return reverse(f"texts:{name}", args=[house.brand.pk, step, language])


def form(*, do: str = "publish", version: int = 0, **texts: str) -> dict[str, Any]:
    data = {f"text-{name}": text for name, text in texts.items()}
    return data | {"do": do, "version": version}


@pytest.fixture
def publisher(paula: User, sign_in: SignIn) -> Client:
    return sign_in(paula)


@pytest.fixture
def editor(eve: User, sign_in: SignIn) -> Client:
    return sign_in(eve)


def fields_of(page: Any) -> dict[str, Any]:
    return {field.slot.name: field for field in page.context["fields"]}


def test_every_step_and_slot_is_described_to_editors() -> None:
    assert list(STEP_WORDS) == [key for key in STEP_WORDS if key in STEPS]
    assert set(STEP_WORDS) == set(STEPS)
    assert all(slot_label(slot.name) for slot in SLOTS.values())


def test_an_editor_drafts_and_a_publisher_publishes(
    editor: Client, publisher: Client, alpenglow: House
) -> None:
    customer = Customer(alpenglow.brand)
    url = url_of(alpenglow)

    def shown() -> str:
        return title_of(customer.client.get(customer.url("lookup")))

    response = editor.post(url, form(do="draft", title="Welcome"))
    assert (response.status_code, response["Location"]) == (302, url)
    assert shown() == "Find your order – Alpenglow"
    assert editor.post(url, form(version=1, title="Mine")).status_code == 302
    assert shown() == "Find your order – Alpenglow"
    page = publisher.get(url)
    assert page.context["draft"].updated_by == "eve"
    assert fields_of(page)["title"].text == "Welcome"

    publisher.post(url, form(version=1, title="Welcome"))

    assert shown() == "Welcome – Alpenglow"
    assert publisher.get(url).context["draft"] is None
    row = StepText.objects.get()
    assert (row.brand, row.texts, row.version, row.updated_by) == (
        alpenglow.brand,
        {"title": "Welcome"},
        2,
        "paula",
    )


@pytest.mark.parametrize("do", ["publish", "standard"])
def test_an_editor_publishes_nothing(do: str, editor: Client, alpenglow: House) -> None:
    response = editor.post(url_of(alpenglow), form(do=do, title="Welcome"))

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert StepText.objects.count() + StepTextVersion.objects.count() == 0
    buttons = editor.get(url_of(alpenglow)).content.decode()
    assert buttons.count('value="publish"') == 0


def test_the_list_says_what_is_own_where_and_what_waits(
    editor: Client, publisher: Client, alpenglow: House
) -> None:
    publisher.post(url_of(alpenglow), form(title="Welcome", gift="A present"))
    publisher.post(url_of(alpenglow, language="de"), form(title="Hallo"))
    editor.post(url_of(alpenglow, step="gift"), form(do="draft", title="Gifts"))

    steps = {
        step["key"]: step
        for step in editor.get(reverse("texts:index")).context["texts"]
    }

    assert list(steps) == list(STEPS)
    assert (steps["lookup"]["own"], steps["lookup"]["number"]) == (2, 8)
    assert steps["lookup"]["others"] == ["German"]
    assert [key for key, step in steps.items() if step["is_draft"]] == ["gift"]


def test_what_cannot_stand_there_is_shown_where_it_is_wrong(
    publisher: Client, alpenglow: House
) -> None:
    page = publisher.post(url_of(alpenglow), form(title="{order}", gift="Fine"))

    assert page.status_code == 422
    problem = "“{order}” stands for nothing here. You can use: {brand}"
    assert {n: f.problem for n, f in fields_of(page).items() if f.problem} == {
        "title": problem
    }
    assert fields_of(page)["gift"].text == "Fine"
    assert page.content.decode().count('<a href="#text-title">') == 1
    assert StepTextVersion.objects.count() == 0


def test_two_who_save_at_once_do_not_overwrite_each_other(
    publisher: Client, alpenglow: House
) -> None:
    publisher.post(url_of(alpenglow), form(title="Theirs"))

    page = publisher.post(url_of(alpenglow), form(title="Mine"))

    assert page.status_code == 422
    assert fields_of(page)["title"].text == "Mine"
    assert StepText.objects.get().texts == {"title": "Theirs"}


def test_history_shows_every_version_and_a_publisher_goes_back(
    editor: Client, publisher: Client, alpenglow: House
) -> None:
    url = url_of(alpenglow)
    publisher.post(url, form(title="First"))
    publisher.post(url, form(version=1, do="standard"))
    editor.post(url, form(version=2, do="draft", title="Third"))

    page = publisher.get(url_of(alpenglow, "step_history"))

    versions = page.context["versions"]
    assert [
        (v["row"].version, v["texts"], v["is_current"], v["is_draft"]) for v in versions
    ] == [
        (3, [("Heading", "Third")], False, True),
        (2, [], True, False),
        (1, [("Heading", "First")], False, False),
    ]
    first = versions[2]["use_url"]
    refused = editor.post(first)
    assert (refused.status_code, refused["Location"]) == (302, "/admin/")
    assert StepText.objects.get().texts == {}
    assert publisher.post(first)["Location"] == url
    assert StepText.objects.get().texts == {"title": "First"}
    assert publisher.post(first.replace("/1/use", "/9/use")).status_code == 404


def test_another_language_begins_with_its_standard_text(
    publisher: Client, alpenglow: House
) -> None:
    publisher.post(url_of(alpenglow), form(title="Welcome"))

    page = publisher.get(url_of(alpenglow, language="de") + "?like=en")

    fields = fields_of(page)
    assert fields["title"].text == fields["title"].standard == "Bestellung finden"
    assert fields["title"].other == "Welcome"
    assert {n for n, f in fields.items() if f.text} == {"title"}
    assert StepTextVersion.objects.filter(language="de").count() == 0


@pytest.mark.parametrize(
    ("step", "state"),
    [(key, state.key) for key in STEPS for state in states_of(key)],
)
def test_every_look_of_every_step_is_previewed(
    step: str, state: str, editor: Client, alpenglow: House
) -> None:
    open_portal(alpenglow.brand)

    page = editor.get(url_of(alpenglow, "step_preview", step, "de"), {"state": state})

    assert page.status_code in (200, 404, 410)
    html = page.content.decode()
    assert html.count("<h1") == 1
    assert '<html lang="de">' in html
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert page["Content-Security-Policy"].startswith("sandbox allow-same-origin;")


def test_the_previews_show_every_slot(editor: Client, alpenglow: House) -> None:
    open_portal(alpenglow.brand)
    missing = []
    for key, step in STEPS.items():
        data = form(**{slot.name: f"◆{slot.name}◆" for slot in step.slots})
        shown = ""
        for state in states_of(key):
            url = url_of(alpenglow, "step_preview", key)
            page = editor.post(url, data | {"state": state.key})
            shown += page.content.decode()
        missing += [
            step.key_of(slot) for slot in step.slots if f"◆{slot.name}◆" not in shown
        ]

    assert missing == []
    assert StepTextVersion.objects.count() == 0


def test_a_preview_leaves_out_what_could_not_be_saved(
    editor: Client, alpenglow: House
) -> None:
    open_portal(alpenglow.brand)

    page = editor.post(
        url_of(alpenglow, "step_preview"), form(title="{rma}", gift="<b>Gift</b>")
    )

    html = page.content.decode()
    assert "<h1>Find your order</h1>" in html
    assert "&lt;b&gt;Gift&lt;/b&gt;" in html


@pytest.mark.parametrize("where", ["nothing/en", "lookup/xx"])
def test_what_is_no_step_or_no_language_is_not_there(
    where: str, editor: Client, alpenglow: House
) -> None:
    url = reverse("texts:index") + f"{alpenglow.brand.pk}/{where}/"

    assert editor.get(url).status_code == 404


def test_texts_of_another_brand_are_neither_read_nor_written(
    publisher: Client, charlie: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    publisher.post(url_of(alpenglow), form(title="Welcome"))
    stranger = sign_in(charlie)

    for name in ("edit_step", "step_preview", "step_history"):
        assert stranger.get(url_of(alpenglow, name)).status_code == 404
    written = stranger.post(url_of(alpenglow), form(version=1, title="Mine"))
    assert written.status_code == 404
    own = fields_of(stranger.get(url_of(lune)))
    assert own["title"].text == ""
    assert StepText.objects.get().texts == {"title": "Welcome"}


@pytest.mark.parametrize(
    ("name", "queries"), [("index", 13), ("edit_step", 13), ("step_history", 13)]
)
@pytest.mark.parametrize("number", [1, 3])
def test_a_screen_asks_few_questions(
    name: str,
    queries: int,
    number: int,
    publisher: Client,
    alpenglow: House,
    django_assert_num_queries: Any,
) -> None:
    for version in range(number):
        publisher.post(url_of(alpenglow), form(version=version, title=f"T{version}"))
    url = reverse("texts:index") if name == "index" else url_of(alpenglow, name)
    publisher.get(url)
    with django_assert_num_queries(queries):
        publisher.get(url)
