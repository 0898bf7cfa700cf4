"""Fees that a service took to give back and could not: held again, told, tried anew."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from retour_core.domain.digests import Rhythm
from retour_core.notices.models import Notice
from retour_core.notices.operations import subscribe
from retour_core.payments import polling
from retour_core.payments.models import FeeEntry, FeeRefund, Payment
from retour_core.payments.queries import fee_state
from retour_core.payments.refund_news import look_after_refund
from retour_core.payments.refunding import FeeNotHeld, retry_refund
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.operations import cancel
from retour_core.webhooks.models import WebhookDelivery
from retour_core.webhooks.operations import add_endpoint
from tests.carriers.faults import ON_THE_WAY, Fault
from tests.core.labels.draining import drain
from tests.core.payments.test_following import call
from tests.core.payments.test_paying import entries, pay
from tests.factories import NOW
from tests.payments.charging import awaiting_return
from tests.payments.mollie_stub import MollieStub

pytestmark = pytest.mark.django_db
RECEIVED, REFUNDED = ("received", 495, "EUR"), ("refunded", -495, "EUR")
CAME_BACK = ("came_back", 495, "EUR")


def given_back(mollie: MollieStub) -> tuple[Return, Payment]:
    """A cancelled return whose fee Mollie took to give back."""
    ret = awaiting_return()
    payment = pay(mollie, ret)
    cancel(ret, actor=CUSTOMER)
    drain(2)
    assert entries() == [RECEIVED, REFUNDED]
    return ret, payment


def failures(ret: Return) -> list[str]:
    rows = ReturnEvent.objects.filter(parent=ret, kind="fee.refund_failed")
    return [row.data["reason"] for row in rows]


def be_asked(now_in: timedelta) -> None:
    """As beat does, when so much time has passed."""
    for payment_id in polling.claim(now=timezone.now() + now_in):
        polling.ask(payment_id)


def age(by: timedelta) -> None:
    """As if the service had taken it so long ago."""
    FeeRefund.objects.update(finished_at=timezone.now() - by)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("failed", "The payment service took it, and could not carry it out."),
        ("canceled", "It was cancelled at the payment service."),
    ],
)
def test_a_refund_that_fails_later_is_written_down_once(
    mollie: MollieStub, status: str, reason: str
) -> None:
    ret, payment = given_back(mollie)
    mollie.refund_becomes(status)

    for _ in range(3):
        look_after_refund(payment.pk)

    refund = FeeRefund.objects.get()
    assert (refund.state, refund.failure, refund.attempt) == ("failed", reason, 1)
    assert entries() == [RECEIVED, REFUNDED, CAME_BACK]
    assert failures(ret) == [reason]
    assert fee_state(ret).failed == refund
    payment.refresh_from_db()
    assert payment.ask_at is None


@pytest.mark.parametrize("status", ["queued", "pending", "processing", "refunded"])
def test_one_that_is_under_way_or_done_changes_nothing(
    mollie: MollieStub, status: str
) -> None:
    _ret, payment = given_back(mollie)
    mollie.refund_becomes(status)

    look_after_refund(payment.pk)

    assert FeeRefund.objects.get().state == "done"
    assert entries() == [RECEIVED, REFUNDED]


def test_what_was_cancelled_and_is_gone_at_the_service_came_back(
    mollie: MollieStub,
) -> None:
    _ret, payment = given_back(mollie)
    mollie.refunds.clear()

    look_after_refund(payment.pk)
    assert FeeRefund.objects.get().state == "done"  # it may not be listed yet
    age(timedelta(hours=1))
    look_after_refund(payment.pk)

    assert FeeRefund.objects.get().state == "failed"
    assert entries() == [RECEIVED, REFUNDED, CAME_BACK]


@pytest.mark.parametrize("fault", ON_THE_WAY)
def test_a_question_that_fails_says_nothing_of_the_refund(
    mollie: MollieStub, fault: Fault
) -> None:
    _ret, payment = given_back(mollie)
    mollie.refund_becomes("failed")
    mollie.next_find.append(fault)

    be_asked(timedelta(hours=2))
    assert FeeRefund.objects.get().state == "done"
    payment.refresh_from_db()
    assert payment.ask_at is not None

    be_asked(timedelta(days=2))
    assert FeeRefund.objects.get().state == "failed"


def test_it_is_asked_about_for_a_month_without_a_webhook(mollie: MollieStub) -> None:
    _ret, payment = given_back(mollie)
    payment.refresh_from_db()
    assert payment.ask_at is not None
    be_asked(timedelta(minutes=59))
    assert len(polling.claim(now=timezone.now())) == 0

    be_asked(timedelta(hours=2))
    payment.refresh_from_db()
    assert payment.ask_at is not None
    assert payment.ask_at > timezone.now() + timedelta(hours=23)

    age(timedelta(days=31))
    be_asked(timedelta(days=2))
    payment.refresh_from_db()
    assert payment.ask_at is None


def test_a_webhook_has_it_asked_about_at_once_however_late(mollie: MollieStub) -> None:
    _ret, payment = given_back(mollie)
    Payment.objects.update(ask_at=None)
    mollie.refund_becomes("failed")

    assert call(payment) == 200
    be_asked(timedelta())

    assert entries() == [RECEIVED, REFUNDED, CAME_BACK]
    # Now it waits for staff; another call has nothing asked.
    assert call(payment) == 200
    payment.refresh_from_db()
    assert payment.ask_at is None


def test_it_is_tried_again_under_another_key_and_may_fail_again(
    mollie: MollieStub,
) -> None:
    ret, payment = given_back(mollie)
    mollie.refund_becomes("failed")
    look_after_refund(payment.pk)

    retry_refund(ret)
    with pytest.raises(FeeNotHeld):
        retry_refund(ret)
    drain(2)
    assert entries() == [RECEIVED, REFUNDED, CAME_BACK, REFUNDED]
    [first, second] = mollie.refunds[payment.provider_id]
    refund = FeeRefund.objects.get()
    assert (first["status"], second["status"]) == ("failed", "queued")
    assert (refund.state, refund.attempt, refund.provider_id) == (
        "done",
        2,
        second["id"],
    )
    assert second["metadata"] == {"key": refund.key}
    assert refund.key != str(refund.public_id)
    uuid.UUID(refund.key)

    mollie.refund_becomes("failed")
    look_after_refund(payment.pk)
    assert entries() == [RECEIVED, REFUNDED, CAME_BACK, REFUNDED, CAME_BACK]
    assert len(failures(ret)) == 2


def test_one_that_failed_at_once_is_tried_again_under_another_key(
    mollie: MollieStub,
) -> None:
    ret = awaiting_return()
    payment = pay(mollie, ret)
    cancel(ret, actor=CUSTOMER)
    # Made, its answer lost, and failed before it was looked up.
    mollie.next_fetch.append(Fault.RESET_AFTER)
    drain()
    mollie.refund_becomes("failed")
    drain(2)
    assert FeeRefund.objects.get().state == "failed"
    assert entries() == [RECEIVED]

    retry_refund(ret)
    drain(2)

    assert len(mollie.refunds[payment.provider_id]) == 2
    assert entries() == [RECEIVED, REFUNDED]


def test_the_merchant_s_people_and_systems_are_told(mollie: MollieStub) -> None:
    ret, payment = given_back(mollie)
    events = ["fee.refund_failed"]
    add_endpoint(ret.brand, "https://erp.example/retour", events=events)
    subscribe(
        ret.brand, "books@shop.example", now=NOW, rhythm=Rhythm.AT_ONCE, events=events
    )
    mollie.refund_becomes("failed")

    look_after_refund(payment.pk)
    look_after_refund(payment.pk)

    for rows in (WebhookDelivery.objects, Notice.objects):
        assert list(rows.values_list("event_type", "ret")) == [(events[0], ret.pk)]


def test_the_account_takes_each_entry_of_an_attempt_once(mollie: MollieStub) -> None:
    _ret, payment = given_back(mollie)
    entry = FeeEntry.objects.get(kind="refunded")
    values = {"brand": entry.brand, "payment": payment, "currency": "EUR"}
    values |= {"is_live": False, "at": timezone.now(), "kind": "came_back"}

    FeeEntry.objects.create(amount_minor=495, **values)
    for minor in (495, -495):
        with pytest.raises(IntegrityError), transaction.atomic():
            FeeEntry.objects.create(amount_minor=minor, **values)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_in_whatever_order_the_fee_is_held_or_given_back(
    mollie: MollieStub, seed: int
) -> None:
    """A property: after each step the account holds the fee or nothing, and what it
    says was given back is what the service has not failed to give back."""
    ret, payment = given_back(mollie)
    chance = random.Random(seed)

    def retry() -> None:
        if fee_state(ret).failed is not None:
            retry_refund(ret)

    def look() -> None:
        be_asked(timedelta(days=2))

    def spoil() -> None:
        mollie.refund_becomes(chance.choice(["failed", "canceled"]))

    steps = (
        retry,
        look,
        spoil,
        lambda: drain(2),
        lambda: look_after_refund(payment.pk),
    )
    for _ in range(15):
        chance.choice(steps)()
        held = sum(FeeEntry.objects.values_list("amount_minor", flat=True))
        assert held in (0, 495)

    retry()
    drain(2)
    be_asked(timedelta(days=2))
    retry()
    drain(2)
    good = [
        row
        for row in mollie.refunds[payment.provider_id]
        if row["status"] not in ("failed", "canceled")
    ]
    assert len(good) == 1
    assert sum(FeeEntry.objects.values_list("amount_minor", flat=True)) == 0
