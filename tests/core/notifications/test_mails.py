from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from PIL import Image

from retour_core.domain.colours import contrast_ratio
from retour_core.domain.states import ReturnState
from retour_core.labels.models import Label, LabelState
from retour_core.notifications.mails import render_mail
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.receiving import receive
from retour_core.returns.refunding import refund
from retour_core.returns.transition import lock_return, move
from tests.factories import line_data, make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db

_DAYS = " Depending on your bank it takes a few days to show."
HEADINGS = {
    "requested": "We have your return request",
    "rejected": "We cannot accept this return",
    "ready": "Your return is ready to send",
    "received": "Your return has arrived",
    "settled": "Your refund is on its way",
    "cancelled": "Your return is cancelled",
}
# Their translations come with the catalogues.
NEW_HEADINGS = {
    "approved": "Your return is approved",
    "in_transit": "Your return is on its way",
    "arrived": "Your parcel was delivered",
    "bounced": "Your parcel comes back to you",
    "reminder": "Please send your items back",
    "label_expired": "Your label has run out",
    "expired": "Your return has ended",
}


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    local = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": local, "OPTIONS": {"location": tmp_path / "media"}},
        "private": {"BACKEND": local, "OPTIONS": {"location": tmp_path / "private"}},
    }


def make_mail(template: str = "ready", **values: Any) -> EmailMultiAlternatives:
    """The mail about a fresh return; ``values`` are the brand's."""
    ret = make_return(make_order(make_shop(make_brand(**values))))
    return render_mail(ret, template, message_id=7)


def html_of(mail: EmailMultiAlternatives) -> str:
    [alternative] = mail.alternatives
    return str(alternative[0])


@pytest.mark.parametrize(
    ("template", "heading"), [*HEADINGS.items(), *NEW_HEADINGS.items()]
)
def test_each_mail_says_the_same_as_text_and_as_html(
    template: str, heading: str
) -> None:
    mail = make_mail(template)

    assert mail.body.splitlines()[0] == heading
    assert f">{heading}</h1>" in html_of(mail)
    for content in (mail.body, html_of(mail)):
        assert content.count("1 × Jacket") == 1
        assert Return.objects.get().private_key in content
        assert "help@nordwand.example" in content
        assert "{{" not in content
        assert "{%" not in content


@pytest.mark.parametrize("template", HEADINGS)
def test_each_mail_speaks_the_customers_language(template: str) -> None:
    english = make_mail(template)
    ret = Return.objects.get()
    Return.objects.update(locale="fr")
    ret.refresh_from_db()

    french = render_mail(ret, template, message_id=7)

    assert french.subject != english.subject
    assert french.body.splitlines()[0] != english.body.splitlines()[0]
    assert '<html lang="fr">' in html_of(french)


def test_money_is_written_the_readers_way() -> None:
    ret = make_return()
    Return.objects.update(locale="fr")
    ret.refresh_from_db()

    body = render_mail(ret, "settled", message_id=7).body

    assert "99,00\xa0€" in body.replace("\u202f", "\xa0")


def test_who_writes_to_whom() -> None:
    mail = make_mail()

    assert mail.to == ["anna@example.org"]
    assert mail.reply_to == ["help@nordwand.example"]
    assert mail.from_email.startswith("Nordwand <")
    headers = mail.message()
    assert headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_sent_again_has_the_same_id_and_another_mail_another() -> None:
    ret = make_return()
    first, again, other = (
        render_mail(ret, "ready", message_id=pk).message()["Message-ID"]
        for pk in (7, 7, 8)
    )

    assert first == again
    assert first.startswith(f"<retour-7.{ret.public_id}@")
    assert first != other


@pytest.mark.parametrize(
    "name",
    [
        "A\nBcc: x@y.example",
        "A\r\n\r\nbody",
        "A\u2028B",
        "{rma} {0} {brand.__class__}",
        '“Ž” <b>, ; \\ "',
        "x" * 70,
    ],
)
def test_no_brands_name_breaks_a_header(name: str) -> None:
    mail = make_mail(name=name)

    message = mail.message()

    assert len(mail.subject.splitlines()) == 1
    assert [message[header] for header in ("Bcc", "Cc")] == [None, None]
    assert message["To"] == "anna@example.org"
    assert message.as_bytes()


def test_html_is_escaped_and_text_is_not() -> None:
    title = "<script>alert('hat & coat')</script>"
    ret = make_return(make_order(lines=[line_data(title=title)]))
    Return.objects.update(rejection_reason="too <b>worn</b> & torn")
    ret.refresh_from_db()

    mail = render_mail(ret, "rejected", message_id=7)

    assert title in mail.body
    assert "too <b>worn</b> & torn" in mail.body
    html = html_of(mail)
    assert "<script>" not in html
    assert "&lt;script&gt;alert(&#x27;hat &amp; coat&#x27;)" in html
    assert "too &lt;b&gt;worn&lt;/b&gt; &amp; torn" in html


def test_the_label_is_attached_once_it_is_there() -> None:
    ret = make_return()
    assert render_mail(ret, "ready", message_id=7).attachments == []
    label = Label.objects.create(
        parent=ret, state=LabelState.READY, ready_at=timezone.now()
    )
    label.document.save("label.pdf", ContentFile(b"%PDF-1.7 label"))

    [attachment] = render_mail(ret, "ready", message_id=7).attachments

    assert tuple(attachment) == (
        f"{ret.rma_number}.pdf",
        b"%PDF-1.7 label",
        "application/pdf",
    )
    assert "The label is attached." in render_mail(ret, "ready", message_id=7).body
    assert render_mail(ret, "received", message_id=7).attachments == []


def test_the_logo_travels_with_the_mail() -> None:
    ret = make_return()
    picture = io.BytesIO()
    Image.new("RGB", (4, 4), "#1f3a5f").save(picture, "PNG")
    ret.brand.logo.save("logo.png", ContentFile(picture.getvalue()))

    mail = render_mail(ret, "ready", message_id=7)

    assert 'src="cid:brand-logo"' in html_of(mail)
    [part] = [p for p in mail.message().walk() if p.get_content_type() == "image/png"]
    assert part["Content-ID"] == "<brand-logo>"
    assert part.get_payload(decode=True) == picture.getvalue()


def test_a_logo_that_is_gone_or_no_picture_keeps_no_mail_back() -> None:
    ret = make_return()
    ret.brand.logo.save("logo.png", ContentFile(b"no picture"))

    assert "<strong" in html_of(render_mail(ret, "ready", message_id=7))
    ret.brand.logo.storage.delete(ret.brand.logo.name)
    ret = Return.objects.get()
    assert "<strong" in html_of(render_mail(ret, "ready", message_id=7))


def test_the_mail_about_money_names_what_was_refunded() -> None:
    order = make_order(make_shop(make_brand(methods=["own_carrier"])))
    ret = make_return(order)
    move(lock_return(ret.pk), ReturnState.INSPECTED, actor=SYSTEM)
    refund(ret, actor=SYSTEM, amount_minor=1234)
    ret.refresh_from_db()

    body = render_mail(ret, "settled", message_id=7).body

    assert "We have refunded €12.34." in body


def test_a_mail_about_a_refund_of_nothing_announces_no_money() -> None:
    order = make_order(make_shop(make_brand(methods=["own_carrier"])))
    ret = make_return(order)
    move(lock_return(ret.pk), ReturnState.INSPECTED, actor=SYSTEM)
    refund(ret, actor=SYSTEM, amount_minor=0)
    ret.refresh_from_db()

    mail = render_mail(ret, "settled", message_id=7)

    assert mail.subject == f"Nordwand: your return {ret.rma_number} is settled"
    assert mail.body.splitlines()[:3] == [
        "Your return is settled",
        "",
        "No money is paid back for this return.",
    ]
    assert "€0.00" not in html_of(mail)


@pytest.mark.parametrize(
    ("amount", "first"),
    [
        (1234, "We have refunded €12.34."),
        (0, "No money is paid back for this return."),
    ],
)
def test_a_mail_about_less_says_why_in_plain_text(amount: int, first: str) -> None:
    order = make_order(make_shop(make_brand(methods=["own_carrier"])))
    ret = receive(make_return(order), actor=SYSTEM)
    refund(ret, actor=SYSTEM, amount_minor=amount, reason="Worn & <b>torn</b>")
    ret.refresh_from_db()

    mail = render_mail(ret, "settled", message_id=7)

    lines = str(mail.body).splitlines()
    assert lines[2].removesuffix(_DAYS) == first
    assert lines[3] == "Less than requested: Worn & <b>torn</b>"
    told = "Less than requested: Worn &amp; &lt;b&gt;torn&lt;/b&gt;</p>"
    assert html_of(mail).count(told) == 1


def test_a_mail_about_a_gift_tells_no_reason_for_less() -> None:
    order = make_order(make_shop(make_brand(methods=["own_carrier"])))
    ret = receive(make_return(order), actor=SYSTEM)
    decided = refund(ret, actor=SYSTEM, amount_minor=0, reason="€99.00 is too much")
    assert decided.reason == "€99.00 is too much"
    Return.objects.update(is_gift=True)
    ret.refresh_from_db()

    mail = render_mail(ret, "settled", message_id=7)

    assert "€99.00" not in f"{mail.body}{html_of(mail)}"


@pytest.mark.parametrize(("locale", "opening"), [("fr", ""), ("he", ' dir="rtl"')])
def test_a_mail_says_which_way_it_is_read(locale: str, opening: str) -> None:
    ret = make_return()
    Return.objects.update(locale=locale)
    ret.refresh_from_db()

    html = html_of(render_mail(ret, "ready", message_id=7))

    assert html.count(f'<html lang="{locale}"{opening}>') == 1
    assert html.count("text-align:right") == int(bool(opening))
    assert html.count("<h1") == 1


@pytest.mark.parametrize("colour", ["#c8572b", "#f5f500", "#101010", "#777777"])
def test_a_button_is_readable_in_any_brands_colour(colour: str) -> None:
    html = html_of(make_mail(primary_colour=colour))

    [ink] = re.findall(r"color:(#[0-9a-f]{6});text-decoration:none", html)
    assert contrast_ratio(ink, colour) >= 4.5


BROUGHT = {
    "ready": (
        "Nordwand: your return {rma} is ready to hand in",
        "Your return is ready to hand in",
        "Once we have checked your items you get",
    ),
    "reminder": (
        "Nordwand: please bring your items to a store by 1 December 2026",
        "Please bring your items to a store",
        "Have you handed it in already? Then there is nothing left to do.",
    ),
    "arrived": (
        "Nordwand: we have taken the items of your return {rma}",
        "Your items are handed in",
        "We have taken them at the store.",
    ),
    "received": (
        "Nordwand: we have checked the items of your return {rma}",
        "We have checked your items",
        "Thank you. Now we arrange your refund.",
    ),
    "cancelled": (
        "Nordwand: your return {rma} is cancelled",
        "Your return is cancelled",
        "You need not bring anything to a store.",
    ),
}


@pytest.mark.parametrize("template", BROUGHT)
def test_a_mail_about_items_for_a_store_speaks_of_no_parcel(template: str) -> None:
    brand = make_brand(methods=["in_store"])
    ret = make_return(make_order(make_shop(brand)))
    mail = render_mail(ret, template, message_id=7, day=date(2026, 12, 1))
    subject, heading, sentence = BROUGHT[template]
    assert mail.subject == subject.format(rma=ret.rma_number)
    body = str(mail.body)
    assert body.startswith(heading)
    assert sentence in body
    assert sentence in html_of(mail)
    spoken = body.replace("no parcel and no label", "")
    assert not re.search("parcel|send|unpacked", spoken)
