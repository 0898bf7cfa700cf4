from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as sent

from retour_core.domain.states import ReturnState
from retour_core.notifications.operations import send_mail
from retour_core.notifications.reminding import remind
from retour_core.notifications.unsubscribing import (
    UnsubscribeLinkInvalid,
    unsubscribe,
    unsubscribe_url,
)
from retour_core.outbox.models import OutboxMessage
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.transition import lock_return, move
from tests.factories import make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db

READY = datetime(2026, 6, 1, 12, tzinfo=UTC)
LAST = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def ret() -> Return:
    made = make_return(make_order(make_shop(make_brand(methods=["own_carrier"]))))
    ReturnEvent.objects.filter(to_state="ready").update(at=READY)
    Return.objects.update(decision=None)
    made.refresh_from_db()
    OutboxMessage.objects.all().delete()
    return made


def payloads() -> list[dict[str, Any]]:
    return [row.payload for row in OutboxMessage.objects.all()]


@pytest.mark.parametrize(
    ("days", "number"), [(-4, 0), (-3, 1), (-1, 1), (0, 1), (1, 0), (30, 0)]
)
def test_the_reminder_goes_out_in_the_last_three_days(
    ret: Return, days: int, number: int
) -> None:
    assert ret.state == "ready"
    assert remind(now=LAST + timedelta(days=days)) == number


def test_a_return_is_reminded_of_once(ret: Return) -> None:
    assert [remind(now=LAST), remind(now=LAST)] == [1, 0]
    assert payloads() == [
        {"return_id": ret.pk, "template": "reminder", "day": "2026-06-15"}
    ]


@pytest.mark.parametrize(
    "values", [{"email": ""}, {"kind": "withdrawal"}, {"state": "in_transit"}]
)
def test_nobody_else_is_reminded(ret: Return, values: dict[str, str]) -> None:
    Return.objects.update(**values)

    assert remind(now=LAST) == 0


def test_a_window_that_is_open_longer_is_what_counts(ret: Return) -> None:
    fresh = make_return(make_order(ret.order.shop, number="2002"))
    ReturnEvent.objects.filter(parent=fresh).update(at=READY)
    decision = fresh.decision
    decision["items"][0]["window"]["last_day"] = "2026-06-30"
    Return.objects.filter(pk=fresh.pk).update(decision=decision)
    Return.objects.filter(pk=ret.pk).delete()

    assert remind(now=LAST) == 0
    assert remind(now=datetime(2026, 6, 28, 12, tzinfo=UTC)) == 1


def test_who_unsubscribed_is_not_reminded_any_more_but_written_to(ret: Return) -> None:
    token = unsubscribe_url(ret.brand, ret.email.upper()).rpartition("/")[2]
    for _twice in range(2):
        unsubscribe(ret.brand, token, now=LAST)

    assert remind(now=LAST) == 0
    payload = {"return_id": ret.pk, "day": "2026-06-15"}
    send_mail({**payload, "template": "reminder"}, message_id=1)
    assert sent.outbox == []
    send_mail({**payload, "template": "ready"}, message_id=2)
    assert len(sent.outbox) == 1


def test_an_address_is_unsubscribed_from_one_brand_only(ret: Return) -> None:
    token = unsubscribe_url(ret.brand, ret.email).rpartition("/")[2]

    with pytest.raises(UnsubscribeLinkInvalid):
        unsubscribe(make_brand("lune"), token, now=LAST)
    with pytest.raises(UnsubscribeLinkInvalid):
        unsubscribe(ret.brand, token + "x", now=LAST)


def test_who_sends_while_the_reminder_waits_is_not_reminded(ret: Return) -> None:
    remind(now=LAST)
    move(lock_return(ret.pk), ReturnState.IN_TRANSIT, actor=SYSTEM)

    send_mail(payloads()[0], message_id=1)

    assert sent.outbox == []


def test_only_the_reminder_can_be_unsubscribed_by_one_click(ret: Return) -> None:
    payload = {"return_id": ret.pk, "day": "2026-06-15"}
    for number, template in enumerate(("reminder", "ready", "received")):
        send_mail({**payload, "template": template}, message_id=number)

    reminder, *others = sent.outbox
    url = unsubscribe_url(ret.brand, ret.email)
    assert reminder.extra_headers["List-Unsubscribe"] == f"<{url}>"
    one_click = reminder.extra_headers["List-Unsubscribe-Post"]
    assert one_click == "List-Unsubscribe=One-Click"
    assert reminder.body.count(url) == 1
    assert "Please hand it in by 15 June 2026." in reminder.body
    for mail in others:
        assert "List-Unsubscribe" not in mail.extra_headers
        assert "/unsubscribe/" not in mail.body


def test_the_carriers_pick_up_is_told(ret: Return) -> None:
    move(lock_return(ret.pk), ReturnState.IN_TRANSIT, actor=SYSTEM)

    assert payloads() == [{"return_id": ret.pk, "template": "in_transit"}]


def test_what_became_ready_lately_is_not_read(
    ret: Return, django_assert_num_queries: Any
) -> None:
    late = READY + timedelta(days=10)
    with django_assert_num_queries(1):
        remind(now=late - timedelta(minutes=1))
    with django_assert_num_queries(3):  # it, behind a savepoint
        remind(now=late)
