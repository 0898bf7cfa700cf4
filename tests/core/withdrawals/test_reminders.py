"""Mails before a clock ends: the merchant must refund, the customer must send."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.utils import timezone

from retour_core.orders.models import Order, Shop
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import claim, deliver
from retour_core.returns.actors import Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import Return
from retour_core.withdrawals.deliveries import mail_given_up
from retour_core.withdrawals.models import Decision
from retour_core.withdrawals.operations import decide, note_dates
from retour_core.withdrawals.reminders import remind
from retour_core.withdrawals.returning import start_return
from retour_core.withdrawals.tasks import send_reminders
from tests.core.withdrawals.conftest import Withdraw
from tests.factories import NOW, line_data, make_order

ANNA = Actor(ActorKind.STAFF, "anna")
# Withdrawn on 20 November, both clocks end with 4 December; three days before, Berlin.
REMINDED = NOW.replace(month=11, day=30, hour=23)
EARLIER = REMINDED - timedelta(seconds=1)


def _unshipped(shop: Shop, number: str = "NW-1") -> Order:
    lines = [line_data(fulfilled_quantity=0)]
    return make_order(shop, number=number, shipments=[], lines=lines)


def _reminders() -> list[str]:
    rows = OutboxMessage.objects.exclude(dedupe_key=None).order_by("pk")
    return [row.payload["template"] for row in rows]


def _mails_of(template: str) -> list[mail.EmailMessage]:
    mail.outbox.clear()
    asked = OutboxMessage.objects.filter(payload__template=template).values("pk")
    OutboxMessage.objects.exclude(pk__in=asked).delete()
    while ids := claim(10, now=timezone.now()):
        for message_id in ids:
            deliver(message_id)
    return list(mail.outbox)


def test_the_merchant_is_reminded_three_days_before_the_refund_is_due_and_once(
    withdraw: Withdraw, shop: Shop
) -> None:
    _unshipped(shop)
    made = withdraw()
    assert remind(now=EARLIER) == 0
    assert [remind(now=REMINDED) for _ in range(2)] == [1, 0]
    assert remind(now=REMINDED + timedelta(days=30)) == 0
    [sent] = _mails_of("refund_due")
    assert sent.to == ["help@nordwand.example"]
    assert sent.subject == (
        f"Nordwand: refund withdrawal {made.reference} by 4 December 2026"
    )
    assert "due by 4 December 2026, and you may not wait" in str(sent.body)


def test_the_customer_is_reminded_three_days_before_the_goods_must_be_sent(
    withdraw: Withdraw, shop: Shop
) -> None:
    make_order(shop, number="NW-1")
    made = withdraw()
    assert remind(now=EARLIER) == 0
    assert [remind(now=REMINDED) for _ in range(2)] == [1, 0]
    [sent] = _mails_of("send_back_due")
    assert sent.to == ["anna@example.org"]
    assert sent.subject == "Nordwand: please send your items back by 4 December 2026"
    assert f"/w/{made.private_key}" in str(sent.body)


def test_who_brings_the_goods_to_a_store_is_not_told_of_a_carrier(
    withdraw: Withdraw, shop: Shop
) -> None:
    make_order(shop, number="NW-1")
    start_return(withdraw())
    Return.objects.update(method="in_store")
    remind(now=REMINDED)
    [sent] = _mails_of("send_back_due")
    assert sent.subject == (
        "Nordwand: please bring your items to a store by 4 December 2026"
    )
    assert "Please bring the items to a store by 4 December 2026." in str(sent.body)
    assert "carrier" not in str(sent.body)


def test_a_customer_who_has_sent_the_goods_is_left_alone_and_the_merchant_must_pay(
    withdraw: Withdraw, shop: Shop
) -> None:
    make_order(shop, number="NW-1")
    note_dates(withdraw(), proof_at=NOW + timedelta(days=1))
    remind(now=REMINDED)
    assert _reminders() == ["refund_due"]


def test_a_refund_that_is_overdue_already_is_reminded_of_all_the_same(
    withdraw: Withdraw, shop: Shop
) -> None:
    _unshipped(shop)
    withdraw()
    remind(now=REMINDED + timedelta(days=20))
    assert _reminders() == ["refund_due"]


def test_nobody_is_reminded_of_what_is_paid_or_closed(
    withdraw: Withdraw, shop: Shop
) -> None:
    _unshipped(shop)
    note_dates(withdraw(), refunded_at=NOW + timedelta(days=1))
    make_order(shop, number="NW-2")
    decide(withdraw("NW-2"), Decision.REFUSED, reason="Late.", actor=ANNA, now=NOW)
    assert remind(now=REMINDED) == 0


def test_whoever_named_an_order_nobody_knows_is_not_told_to_send_it(
    withdraw: Withdraw,
) -> None:
    withdraw("the lamp")
    assert remind(now=REMINDED) == 0


def test_the_customer_reads_the_reminder_in_the_language_of_the_withdrawal(
    withdraw: Withdraw, shop: Shop
) -> None:
    make_order(shop, number="NW-1")
    withdraw(locale="de")
    remind(now=REMINDED)
    [sent] = _mails_of("send_back_due")
    assert sent.subject == (
        "Nordwand: Bitte senden Sie Ihre Artikel bis 4. Dezember 2026 zurück"
    )


def test_beat_reminds_every_hour(withdraw: Withdraw, shop: Shop) -> None:
    _unshipped(shop)
    withdraw()
    [entry] = [
        row
        for row in settings.CELERY_BEAT_SCHEDULE.values()
        if row["task"] == send_reminders.name
    ]
    assert entry["schedule"] == 3600
    with time_machine.travel(REMINDED, tick=False):
        send_reminders()
    assert _reminders() == ["refund_due"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_run_asks_for_all_open_cases_at_once(
    count: int, withdraw: Withdraw, shop: Shop, django_assert_num_queries: object
) -> None:
    for number in range(count):
        _unshipped(shop, f"NW-{number}")
        withdraw(f"NW-{number}")
    with django_assert_num_queries(1):  # type: ignore[operator]
        remind(now=NOW)


def test_the_merchant_is_told_of_a_receipt_that_did_not_arrive(
    withdraw: Withdraw,
) -> None:
    made = withdraw()
    mail_given_up(
        {"withdrawal_id": made.pk, "template": "acknowledged"}, "No such mailbox"
    )
    [sent] = _mails_of("undeliverable")
    assert sent.to == ["help@nordwand.example"]
    assert sent.subject == f"Nordwand: the receipt of {made.reference} did not arrive"


def test_a_mail_to_the_merchant_that_dies_makes_no_other(withdraw: Withdraw) -> None:
    made = withdraw()
    before = OutboxMessage.objects.count()
    mail_given_up({"withdrawal_id": made.pk, "template": "undeliverable"}, "Full")
    assert OutboxMessage.objects.count() == before
