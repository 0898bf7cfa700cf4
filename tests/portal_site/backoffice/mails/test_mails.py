from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail as sent
from django.test import Client
from django.urls import reverse

from retour_core.notifications.kinds import KINDS
from retour_core.notifications.models import MailText, MailTextVersion, Suppression
from retour_core.notifications.unsubscribing import is_suppressed
from tests.portal_site.backoffice.conftest import House, SignIn

UNKNOWN = (
    "“{email}” stands for nothing here. You can use: {name}, {brand}, {rma}, {order}, "
    "{link}"
)
ROWS = [("heading", "Hello {name}"), ("paragraph", "We look at {rma}."), ("facts", "")]


def url_of(house: House, name: str = "edit_mail", kind: str = "requested") -> str:
    return reverse(f"mails:{name}", args=[house.brand.pk, kind, "en"])


def form(*rows: tuple[str, str], **values: str) -> dict[str, str]:
    data = {"subject": "About {rma}", "sms": "", "version": "0", "do": "save"}
    for index, (sort, text) in enumerate(rows or ROWS):
        data |= {f"b{index}-type": sort, f"b{index}-text": text, f"b{index}-url": ""}
    return data | values


@pytest.fixture
def editor(paula: User, sign_in: SignIn) -> Client:
    return sign_in(paula)


def rows_of(response: Any) -> list[tuple[str, str]]:
    return [(row["type"], row["text"]) for row in response.context["rows"]]


def test_the_list_has_every_kind_and_says_whose_words_it_has(
    editor: Client, alpenglow: House
) -> None:
    editor.post(url_of(alpenglow), form())

    page = editor.get(reverse("mails:index"))

    mails = {mail["kind"].key: mail for mail in page.context["texts"]}
    assert list(mails) == list(KINDS)
    assert [key for key, mail in mails.items() if mail["row"]] == ["requested"]
    german = editor.get(reverse("mails:index") + "?language=de").context["texts"]
    assert [m["kind"].key for m in german if m["row"]] == []
    assert [m["kind"].key for m in german if m["instead"]] == ["requested"]


@pytest.mark.parametrize("key", KINDS)
def test_every_mail_has_an_editor_and_a_preview(
    key: str, editor: Client, alpenglow: House
) -> None:
    assert editor.get(url_of(alpenglow, kind=key)).status_code == 200
    for view in ("", "?state=text"):
        page = editor.get(url_of(alpenglow, "mail_preview", key) + view)
        assert page.status_code == 200
        assert page["X-Frame-Options"] == "SAMEORIGIN"
        assert page["Content-Security-Policy"].startswith("sandbox")


def test_an_editor_starts_from_the_standard_text(
    editor: Client, alpenglow: House
) -> None:
    page = editor.get(url_of(alpenglow))

    assert page.context["text"].subject == "{brand}: we have your return request {rma}"
    assert [sort for sort, _text in rows_of(page)] == [
        *("heading", "paragraph", "button", "facts")
    ]


def test_saving_makes_a_version_and_the_standard_text_can_count_again(
    editor: Client, alpenglow: House
) -> None:
    response = editor.post(url_of(alpenglow), form())
    assert (response.status_code, response["Location"]) == (302, url_of(alpenglow))
    row = MailText.objects.get()
    assert (row.brand, row.updated_by, row.version) == (alpenglow.brand, "paula", 1)
    assert row.blocks[2] == {"type": "facts"}

    editor.post(url_of(alpenglow), form(do="standard"))

    assert (MailText.objects.count(), MailTextVersion.objects.count()) == (0, 1)
    page = editor.get(url_of(alpenglow, "mail_history"))
    [version] = page.context["versions"]
    assert not version["is_current"]
    editor.post(version["use_url"])
    assert MailText.objects.get().subject == "About {rma}"


def test_two_who_save_at_once_do_not_overwrite_each_other(
    editor: Client, alpenglow: House
) -> None:
    editor.post(url_of(alpenglow), form())

    response = editor.post(url_of(alpenglow), form(subject="Mine"))

    assert response.status_code == 422
    assert response.context["text"].subject == "Mine"
    assert MailText.objects.get().subject == "About {rma}"
    editor.post(url_of(alpenglow), form(subject="Mine", version="1"))
    assert MailText.objects.get().subject == "Mine"


def test_what_cannot_be_sent_is_shown_where_it_is_wrong(
    editor: Client, alpenglow: House
) -> None:
    response = editor.post(
        url_of(alpenglow), form(("heading", "x"), ("paragraph", "{email}"))
    )

    assert response.status_code == 422
    assert [row["problem"] for row in response.context["rows"]] == [
        "",
        UNKNOWN,
    ]
    assert MailText.objects.count() == 0


@pytest.mark.parametrize(
    ("do", "sequence"),
    [
        ("up-1", [1, 0, 2]),
        ("down-1", [0, 2, 1]),
        ("up-0", [0, 1, 2]),
        ("down-2", [0, 1, 2]),
        ("remove-1", [0, 2]),
        ("remove-9", [0, 1, 2]),
    ],
)
def test_rows_move_without_a_script(
    do: str, sequence: list[int], editor: Client, alpenglow: House
) -> None:
    response = editor.post(url_of(alpenglow), form(do=do))

    assert rows_of(response) == [ROWS[index] for index in sequence]


def test_a_row_is_added_at_the_end(editor: Client, alpenglow: House) -> None:
    data = form(**{"do": "add", "new-type": "list"})

    assert rows_of(editor.post(url_of(alpenglow), data)) == [*ROWS, ("list", "")]
    data["new-type"] = "script"
    assert rows_of(editor.post(url_of(alpenglow), data)) == ROWS


def test_the_preview_shows_what_is_in_the_form_and_nothing_as_html(
    editor: Client, alpenglow: House
) -> None:
    data = form(("heading", "<b>{name}</b>"), ("paragraph", "x"))

    page = editor.post(url_of(alpenglow, "mail_preview"), data)

    html = page.content.decode()
    assert html.count("&lt;b&gt;Anna Berg&lt;/b&gt;</h1>") == 1
    assert html.count("<b>") == 0
    assert MailText.objects.count() == 0


def test_the_preview_says_the_subject_as_customers_read_it(
    editor: Client, alpenglow: House
) -> None:
    data = form(subject="<i>{name}</i>, look")
    preview = url_of(alpenglow, "mail_preview")

    html = editor.post(preview, data).content.decode()
    text = editor.post(preview, data | {"state": "text"}).content.decode()

    subject = "<strong>&lt;i&gt;Anna Berg&lt;/i&gt;, look</strong>"
    assert (html.count(subject), text.count(subject)) == (1, 1)
    assert html.index("<body") < html.index(subject) < html.index('role="article"')


def test_a_test_goes_to_who_asks_and_to_nobody_else(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    data = form(do="test", to="victim@example.org", **{"return": str(alpenglow.ret.pk)})

    response = sign_in(anna).post(url_of(alpenglow, kind="reminder"), data)

    assert response.status_code == 200
    [mail] = sent.outbox
    assert mail.recipients() == ["anna@example.org"]
    assert mail.subject == f"Test: About {alpenglow.ret.rma_number}"
    assert sorted(mail.extra_headers) == ["Auto-Submitted", "Message-ID"]
    [link] = [part for part in mail.body.split() if "/unsubscribe/" in part]
    Client().post(link.removeprefix(alpenglow.brand.portal_url))
    assert not is_suppressed(alpenglow.brand, alpenglow.ret.email)
    assert MailText.objects.count() + Suppression.objects.count() == 0


def test_a_test_without_an_address_is_refused(
    editor: Client, paula: User, alpenglow: House
) -> None:
    User.objects.filter(pk=paula.pk).update(email="")

    response = editor.post(url_of(alpenglow), form(do="test"))

    assert (response.status_code, sent.outbox) == (422, [])


@pytest.mark.parametrize("where", ["nothing/en", "requested/xx"])
def test_what_is_no_kind_or_no_language_is_not_there(
    where: str, editor: Client, alpenglow: House
) -> None:
    url = reverse("mails:index") + f"{alpenglow.brand.pk}/{where}/"

    assert editor.get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "queries"), [("index", 12), ("edit_mail", 14), ("mail_preview", 8)]
)
def test_a_screen_asks_few_questions(
    name: str,
    queries: int,
    editor: Client,
    alpenglow: House,
    django_assert_num_queries: Any,
) -> None:
    editor.post(url_of(alpenglow), form())
    url = reverse("mails:index") if name == "index" else url_of(alpenglow, name)
    editor.get(url)
    with django_assert_num_queries(queries):
        editor.get(url)
