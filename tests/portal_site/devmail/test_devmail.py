from __future__ import annotations

import re
from email.mime.image import MIMEImage
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import include, path, reverse

from retour_core.notifications.folder import EmailBackend
from retour_portal.devmail import folder

urlpatterns = [path("dev/mail/", include("retour_portal.devmail.urls"))]
handler404 = "retour_portal.theming.views.not_found"

pytestmark = pytest.mark.urls(__name__)
PIXEL = b"\x89PNG\r\n\x1a\n-a-pixel"


@pytest.fixture
def mails(tmp_path: Path, settings: Any) -> Path:
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def send(subject: str, *, html: str = "", label: bytes = b"") -> None:
    mail = EmailMultiAlternatives(
        subject=subject,
        body="See <https://shop.example/?a=1&b=2>",
        from_email="Nordwand <returns@nordwand.example>",
        to=["anna@example.org"],
        headers={"Message-ID": f"<{subject.encode().hex()}@nordwand.example>"},
    )
    if html:
        mail.attach_alternative(html, "text/html")
        logo = MIMEImage(PIXEL, "png")
        logo.add_header("Content-ID", "<brand-logo>")
        logo.add_header("Content-Disposition", "inline")
        mail.attach(logo)
    if label:
        mail.attach("RMA-1.pdf", label, "application/pdf")
    EmailBackend().send_messages([mail])


def test_messages_are_listed_newest_first(client: Client, mails: Path) -> None:
    for subject in ("First", "Zweite Nachricht: Rücksendung", "Third"):
        send(subject)
    html = client.get("/dev/mail/").text
    assert re.findall(r'<a href="/dev/mail/[^"]+/">(.*?)</a>', html) == [
        "Third",
        "Zweite Nachricht: Rücksendung",
        "First",
    ]


@pytest.mark.parametrize("exists", [True, False])
def test_an_empty_folder_is_said_to_be_empty(
    client: Client, mails: Path, *, exists: bool
) -> None:
    if exists:
        mails.mkdir()
    assert "There is no message yet." in client.get("/dev/mail/").text


def test_an_installation_that_sends_mail_lists_none(
    client: Client, settings: Any
) -> None:
    settings.EMAIL_FILE_PATH = None
    assert folder.messages() == []
    assert client.get("/dev/mail/").status_code == 200


def test_a_message_shows_its_text_without_believing_it(
    client: Client, mails: Path
) -> None:
    send("<script>alert(1)</script>")
    [message] = folder.messages()
    html = client.get(reverse("devmail:message", args=[message.key])).text
    assert "<script" not in html
    assert 'href="https://shop.example/?a=1&amp;b=2"' in html


def test_the_html_part_is_framed_and_may_only_look_like_itself(
    client: Client, mails: Path
) -> None:
    send("Hello", html="<html><head></head><img src='cid:brand-logo'></html>")
    [message] = folder.messages()
    page = client.get(reverse("devmail:message", args=[message.key]))
    assert re.findall(r'<iframe[^>]* sandbox="([^"]*)"', page.text) == [
        "allow-popups allow-popups-to-escape-sandbox"
    ]
    framed = client.get(reverse("devmail:html", args=[message.key]))
    policy = framed["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "src='data:image/png;base64," in framed.text


def test_an_attachment_is_downloaded_as_it_was_sent(
    client: Client, mails: Path
) -> None:
    send("Label", html="<p>Here</p>", label=b"%PDF-1.7 label")
    [message] = folder.messages()
    response: Any = client.get(reverse("devmail:attachment", args=[message.key, 1]))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 label"
    assert response["Content-Disposition"] == 'attachment; filename="RMA-1.pdf"'
    for number in (0, 2):
        url = reverse("devmail:attachment", args=[message.key, number])
        assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "..%2Fsecret",
        "%2e%2e/secret",
        "/etc/passwd",
        "20261123T101112.123456-../../secret",
        "20261123T101112.123456-missing",
        "99999999T999999.999999-abcdef",
        "secret",
    ],
)
def test_nothing_outside_the_folder_is_shown(
    client: Client, mails: Path, name: str
) -> None:
    mails.mkdir()
    (mails.parent / "secret.eml").write_text("Subject: secret\n\nsecret")
    (mails / "secret.eml").write_text("Subject: secret\n\nsecret")
    assert client.get(f"/dev/mail/{name}/").status_code == 404
    assert folder.message(name) is None


def test_a_link_out_of_the_folder_is_not_followed(mails: Path) -> None:
    mails.mkdir()
    outside = mails.parent / "outside.eml"
    outside.write_text("Subject: secret\n\nsecret")
    key = "20261123T101112.123456-abcdef"
    (mails / f"{key}.eml").symlink_to(outside)
    assert (folder.message(key), folder.messages()) == (None, [])


def test_a_file_that_is_no_message_does_not_break_the_list(
    client: Client, mails: Path
) -> None:
    mails.mkdir()
    (mails / "20261123T101112.123456-abcdef.eml").write_bytes(b"\xff\x00\xfe")
    (mails / "99999999T999999.999999-abcdef.eml").write_text("Subject: no day")
    (mails / "notes.eml").write_text("Subject: notes")
    assert client.get("/dev/mail/").status_code == 200
    assert [message.subject for message in folder.messages()] == [""]
