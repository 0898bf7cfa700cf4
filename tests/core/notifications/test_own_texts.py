from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail as sent
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retour_core.domain.rma import normalise_rma_number
from retour_core.notifications.blocks import MailTextRefused, checked_text
from retour_core.notifications.kinds import KINDS
from retour_core.notifications.mails import render_mail, render_with
from retour_core.notifications.models import MailText, MailTextVersion
from retour_core.notifications.order_links import send_order_links
from retour_core.notifications.own import OwnText
from retour_core.notifications.placeholders import filled
from retour_core.notifications.standard import standard_text
from retour_core.notifications.texts import own_text, save_text, use_standard
from retour_core.returns.models import Return
from tests.factories import line_data, make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db

OF_RETURNS = [key for key, kind in KINDS.items() if kind.about_return]
HELLO = [
    {"type": "heading", "text": "Hello {name}"},
    {"type": "paragraph", "text": "We look at {rma}."},
]


def save(ret: Return, kind: str = "requested", **values: Any) -> MailText:
    text = OwnText(
        values.get("language", "en"),
        values.get("subject", "{brand} has {rma}"),
        values.get("blocks", HELLO),
        values.get("sms", ""),
    )
    return save_text(ret.brand, KINDS[kind], text, actor="eve", now=timezone.now())


def html_of(mail: EmailMultiAlternatives) -> str:
    [alternative] = mail.alternatives
    return str(alternative[0])


def test_an_own_text_takes_the_place_of_the_standard_one() -> None:
    ret = make_return()
    save(ret)

    mail = render_mail(ret, "requested", message_id=7)

    assert mail.subject == f"Nordwand has {ret.rma_number}"
    assert mail.body.splitlines()[:3] == [
        f"Hello {ret.sender['name']}",
        "",
        f"We look at {ret.rma_number}.",
    ]
    assert f">Hello {ret.sender['name']}</h1>" in html_of(mail)
    assert html_of(mail).count("Please keep the items") == 0


def test_the_facts_and_the_way_to_the_return_are_there_if_the_editor_forgot_them() -> (
    None
):
    ret = make_return()
    save(ret, blocks=[{"type": "paragraph", "text": "Thanks."}])

    mail = render_mail(ret, "requested", message_id=7)

    for content in (mail.body, html_of(mail)):
        assert content.count("1 × Jacket") == 1
        assert content.count(f"Return {ret.rma_number}") == 1
        assert content.count(ret.private_key) == 1


def test_facts_and_button_stand_once_where_the_editor_put_them() -> None:
    ret = make_return()
    blocks = [
        {"type": "facts"},
        {"type": "button", "text": "Look", "url": ""},
        {"type": "list", "text": "first\nsecond"},
        {"type": "divider"},
    ]
    save(ret, blocks=blocks)

    mail = render_mail(ret, "requested", message_id=7)

    for content in (mail.body, html_of(mail)):
        assert content.count("1 × Jacket") == 1
        assert content.count(ret.private_key) == 1
    assert html_of(mail).count(">first</li>") == 1
    assert html_of(mail).index("1 × Jacket") < html_of(mail).index(">Look</a>")


@pytest.mark.parametrize(
    ("kind", "kept"),
    [("requested", False), ("rejected", True), ("ready", True), ("settled", True)],
)
def test_what_a_mail_is_for_is_appended_if_it_was_left_out(
    kind: str, kept: bool
) -> None:
    ret = make_return()
    Return.objects.update(rejection_reason="Worn out")
    ret.refresh_from_db()
    standard = render_mail(ret, kind, message_id=7).body.splitlines()[2]
    save(ret, kind, blocks=HELLO)

    body = render_mail(ret, kind, message_id=7).body

    assert body.splitlines().count(standard) == int(kept)


@pytest.mark.parametrize(
    ("locale", "languages", "used"),
    [
        ("fr", ["fr", "de"], "fr"),
        ("fr-be", ["fr", "de"], "fr"),
        ("fr", ["de"], "de"),
        ("fr", ["en"], None),
        ("de", [], None),
    ],
)
def test_a_text_falls_back_to_the_brands_language_and_then_to_the_standard(
    locale: str, languages: list[str], used: str | None
) -> None:
    ret = make_return(make_order(make_shop(make_brand(default_locale="de"))))
    for language in languages:
        save(ret, language=language)

    found = own_text(ret.brand, KINDS["requested"], locale)

    assert (found and found.language) == used


def test_a_mail_is_in_the_language_of_its_text() -> None:
    ret = make_return()
    Return.objects.update(locale="fr")
    ret.refresh_from_db()
    assert '<html lang="fr">' in html_of(render_mail(ret, "requested", message_id=7))

    save(ret, language="en")

    assert '<html lang="en">' in html_of(render_mail(ret, "requested", message_id=7))


def test_a_statutory_text_is_never_read_in_another_language() -> None:
    ret = make_return()
    kind = "withdrawal_acknowledged"
    save(ret, kind, subject="{reference}", blocks=[{"type": "heading", "text": "x"}])

    assert own_text(ret.brand, KINDS[kind], "fr") is None
    assert own_text(ret.brand, KINDS[kind], "en") == MailText.objects.get()


def test_another_brands_text_is_not_used() -> None:
    ret = make_return()
    other = make_brand("lune")

    save(ret)

    assert own_text(other, KINDS["requested"], "en") is None


def test_versions_are_kept_when_the_standard_counts_again() -> None:
    ret = make_return()
    save(ret)
    save(ret, subject="Second")
    use_standard(ret.brand, KINDS["requested"], "en")
    save(ret, subject="Third")

    versions = MailTextVersion.objects.order_by("version")
    assert [(v.version, v.subject, v.updated_by) for v in versions] == [
        (1, "{brand} has {rma}", "eve"),
        (2, "Second", "eve"),
        (3, "Third", "eve"),
    ]
    assert MailText.objects.get().version == 3


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ({"subject": " "}, ["subject"]),
        ({"subject": "{{rma}}"}, ["subject"]),
        ({"subject": "x" * 151}, ["subject"]),
        ({"blocks": []}, ["blocks"]),
        ({"blocks": [{"type": "paragraph", "text": "{email}"}]}, ["0"]),
        ({"blocks": [{"type": "paragraph", "text": "{"}]}, ["0"]),
        ({"blocks": [{"type": "paragraph", "text": "{rma.brand}"}]}, ["0"]),
        ({"blocks": [*HELLO, {"type": "list", "text": ""}]}, ["2"]),
        ({"blocks": [{"type": "script", "text": "x"}]}, ["0"]),
        ({"blocks": [{"type": "button", "text": "x", "url": "javascript:x"}]}, ["0"]),
        ({"blocks": [{"type": "button", "text": "x", "url": "http://x.de"}]}, ["0"]),
        ({"sms": "{nobody}"}, ["sms"]),
        ({"blocks": [HELLO[1]] * 31}, ["blocks"]),
    ],
)
def test_a_text_that_cannot_be_sent_is_not_saved(
    values: dict[str, Any], places: list[str]
) -> None:
    ret = make_return()

    with pytest.raises(MailTextRefused) as refusal:
        save(ret, **values)

    assert list(refusal.value.problems) == places
    assert MailText.objects.count() == 0


def test_an_unknown_name_is_refused_with_those_that_may_be_used() -> None:
    with pytest.raises(MailTextRefused) as refusal:
        checked_text(KINDS["kept"], subject="{email}", blocks=HELLO, sms="")

    assert refusal.value.problems == {
        "subject": "“{email}” stands for nothing here. You can use: {name}, {brand}, "
        "{rma}, {order}, {link}, {amount}"
    }


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("key", KINDS)
def test_the_standard_text_can_be_saved_as_ones_own(key: str, language: str) -> None:
    text = standard_text(KINDS[key], language)

    subject, blocks, _sms = checked_text(
        KINDS[key], subject=text.subject, blocks=text.blocks, sms=""
    )

    assert (subject, blocks) == (text.subject, text.blocks)


USUAL = {
    *("html", "head", "meta", "title", "style", "body", "div", "table", "tr", "td"),
    *("strong", "h1", "h2", "p", "br", "ul", "li", "a"),
    *("lang", "charset", "name", "content", "role", "width", "cellpadding"),
    *("cellspacing", "class", "align", "href", "aria-roledescription", "aria-label"),
    "dir",
}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found += [tag, *(name for name, _value in attrs)]


def _tags(html: str) -> list[str]:
    parser = _Tags()
    parser.feed(html)
    return parser.found


TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["<b>x</b>", "{rma}<script>", "{{ ret }}", "{%x%}", "{", "}{", "&"]
    ),
)


@pytest.fixture
def braced() -> Return:
    return make_return(make_order(lines=[line_data(title="<i>{hat}</i>")]))


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(text=TEXTS)
def test_no_text_becomes_html_and_no_brace_survives(text: str, braced: Return) -> None:
    kinds = ("heading", "heading", "paragraph", "list", "button")
    blocks = [{"type": kind, "text": text, "url": ""} for kind in kinds]

    mail = render_with(braced, "requested", OwnText("en", text, blocks), key="x")

    html = html_of(mail)
    assert set(_tags(html)) <= USUAL
    written = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    # Those of the item's title are a value, and no part of the text.
    assert re.findall(r"[{}]", written) == ["{", "}"]
    assert re.findall(r"[{}]", mail.body) == ["{", "}"]
    assert re.findall(r"[{}]", mail.subject) == []


@given(text=st.text(), value=st.text())
def test_values_are_put_in_once_and_never_read_again(text: str, value: str) -> None:
    assert filled("{a}{b}", {"a": value, "b": text}) == value + text
    assert set(filled(text, {})) & set("{}") == set()


def test_the_way_to_the_orders_stays_whatever_a_brand_writes_around_it() -> None:
    ret = make_return()
    save(ret, "order_links", subject="Yours, {brand}", blocks=[{"type": "divider"}])

    send_order_links(
        {"brand_id": ret.brand.pk, "email": ret.email, "locale": "en"}, message_id=7
    )

    [mail] = sent.outbox
    assert mail.subject == "Yours, Nordwand"
    for content in (str(mail.body), html_of(mail)):
        assert content.count(f"{ret.brand.portal_url}/o/") == 1
        assert content.count(f"Order {ret.order.number}") == 1


def test_numbers_in_examples_are_such_as_customers_get() -> None:
    numbers = {
        placeholder.name: placeholder.example
        for kind in KINDS.values()
        for placeholder in kind.placeholders
        if placeholder.name in ("rma", "reference")
    }
    assert sorted(numbers) == ["reference", "rma"]
    for number in numbers.values():
        assert normalise_rma_number(number) == number
