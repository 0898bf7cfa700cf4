from __future__ import annotations

import email
import smtplib
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from retour_core.notifications.operations import send_mail
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import claim, deliver
from retour_core.outbox.registry import TryLater, Undeliverable
from tests.factories import make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
FOLDER = "retour_core.notifications.folder.EmailBackend"


class Refusing(BaseEmailBackend):
    """A mail server that answers with ``error``."""

    error: Exception

    def send_messages(self, email_messages: Any) -> int:  # noqa: ARG002
        raise self.error


def make_payload() -> dict[str, Any]:
    return {"return_id": make_return().pk, "template": "ready"}


def test_a_mail_in_the_outbox_is_sent_once() -> None:
    order = make_order(make_shop(make_brand(methods=["own_carrier"])))
    make_return(order)
    message = OutboxMessage.objects.get(kind="mail")

    for _ in range(2):
        deliver(message.pk)

    [sent] = mail.outbox
    assert sent.to == ["anna@example.org"]
    assert sent.extra_headers["Message-ID"].startswith(f"<retour-{message.pk}.")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), Undeliverable),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"greylisted")}), TryLater),
        (smtplib.SMTPServerDisconnected("gone"), TryLater),
        (smtplib.SMTPDataError(451, b"try later"), TryLater),
        (ConnectionRefusedError("no"), TryLater),
        (TimeoutError("slow"), TryLater),
        (ValueError("Invalid address"), Undeliverable),
    ],
)
def test_what_a_mail_server_says_decides_whether_to_try_again(
    settings: Any, error: Exception, kind: type[Exception]
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    Refusing.error = error
    payload = make_payload()

    with pytest.raises(kind):
        send_mail(payload, message_id=7)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = FOLDER
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def test_the_folder_keeps_one_file_a_mail_however_often_it_is_sent(
    folder: Path,
) -> None:
    payload = make_payload()

    for message_id in (7, 7, 8):
        send_mail(payload, message_id=message_id)

    files = sorted(folder.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    read = email.message_from_bytes(files[0].read_bytes())
    assert read["To"] == "anna@example.org"
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_files_sort_by_the_time_they_came(folder: Path) -> None:
    for number in range(5):
        EmailMessage(f"Mail {number}", "", to=["a@example.org"]).send()

    subjects = [
        email.message_from_bytes(file.read_bytes())["Subject"]
        for file in sorted(folder.iterdir())
    ]

    assert subjects == [f"Mail {number}" for number in range(5)]


def test_a_mail_about_no_return_any_more_is_no_endless_loop() -> None:
    message = OutboxMessage.objects.create(
        kind="mail",
        payload={"return_id": 0, "template": "ready"},
        available_at="2026-01-01T00:00:00Z",
    )

    deliver(message.pk)

    message.refresh_from_db()
    assert message.last_error.startswith("DoesNotExist")
    assert claim(1, now=message.created_at) == []
