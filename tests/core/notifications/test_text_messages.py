from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from retour_core.notifications.kinds import KINDS
from retour_core.notifications.operations import send_mail
from retour_core.notifications.own import OwnText
from retour_core.notifications.sms import SmsLength, send_sms, sms_length, sms_parts
from retour_core.notifications.texts import save_text
from retour_core.outbox.models import OutboxMessage
from retour_core.returns.models import Return
from tests.factories import make_return


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", SmsLength(0, 0, True)),
        ("a" * 160, SmsLength(160, 1, True)),
        ("a" * 161, SmsLength(161, 2, True)),
        ("a" * 307, SmsLength(307, 3, True)),
        ("€" * 80, SmsLength(160, 1, True)),
        ("ж" * 70, SmsLength(70, 1, False)),
        ("ж" * 71, SmsLength(71, 2, False)),
        ("😀", SmsLength(2, 1, False)),
        # An escape is not torn from its sign, nor one half of a sign from the other.
        ("a" * 152 + "€" + "a" * 152, SmsLength(306, 3, True)),
        ("ж" * 66 + "😀" + "ж" * 66, SmsLength(134, 3, False)),
    ],
)
def test_a_text_message_is_counted_as_networks_count_it(
    text: str, length: SmsLength
) -> None:
    assert sms_length(text) == length


@pytest.mark.parametrize("text", ["a" * 152 + "€" * 90, "ж" * 66 + "😀" * 40, "", "x"])
def test_the_parts_of_a_text_message_are_the_whole_of_it(text: str) -> None:
    parts = sms_parts(text)

    assert "".join(parts) == text
    assert [part for part in parts if len(part.encode("utf-16-le")) > 2 * 160] == []


def _return(phone: str = "+4930123") -> Return:
    ret = make_return()
    Return.objects.update(sender={**ret.sender, "phone": phone})
    ret.refresh_from_db()
    text = OwnText(
        "en", "x", [{"type": "heading", "text": "x"}], "{brand}: we have {rma}"
    )
    save_text(ret.brand, KINDS["requested"], text, actor="", now=timezone.now())
    OutboxMessage.objects.all().delete()
    return ret


def _after_the_mail(ret: Return) -> list[dict[str, Any]]:
    payload = {"return_id": ret.pk, "template": "requested"}
    for _attempt in range(2):
        effect = send_mail(payload, message_id=7)
        assert effect is not None
        effect()
    return [row.payload for row in OutboxMessage.objects.filter(kind="sms")]


@pytest.mark.django_db
def test_no_text_message_is_sent_unless_somebody_sends_them() -> None:
    assert _after_the_mail(_return()) == []


@pytest.mark.django_db
def test_a_text_message_goes_beside_the_mail_once(
    settings: Any, tmp_path: Path
) -> None:
    settings.RETOUR_SMS_SENDER = "retour_core.notifications.sms.FileSmsSender"
    settings.RETOUR_SMS_FOLDER = tmp_path
    ret = _return()

    [payload] = _after_the_mail(ret)
    for _attempt in range(2):
        send_sms(payload, message_id=9)

    text = f"Nordwand: we have {ret.rma_number}"
    assert payload == {"to": "+4930123", "text": text}
    [file] = tmp_path.iterdir()
    assert json.loads(file.read_text()) == {**payload, "key": "retour-9"}


@pytest.mark.django_db
def test_without_a_number_there_is_no_text_message(settings: Any) -> None:
    settings.RETOUR_SMS_SENDER = "retour_core.notifications.sms.FileSmsSender"

    assert _after_the_mail(_return(phone="")) == []
