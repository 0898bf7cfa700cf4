"""Webhook, beat and the clock: each leads to the same, and none is needed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from retour_core.orders.models import OrderLine
from retour_core.outbox.models import OutboxMessage
from retour_core.payments import polling
from retour_core.payments.chasing import chase
from retour_core.payments.models import Payment, PaymentState
from retour_core.payments.paying import PaymentUnavailable, start_payment
from retour_core.payments.queries import PAY_WITHIN
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import ReturnEvent
from retour_core.returns.operations import cancel
from tests.carriers.faults import Fault
from tests.core.labels.draining import drain
from tests.core.payments.test_paying import entries
from tests.payments.charging import awaiting_return, state_of
from tests.payments.mollie_stub import MollieStub

pytestmark = pytest.mark.django_db


def call(payment: Payment, told: str = "") -> int:
    return post(str(payment.public_id), {"id": told or payment.provider_id})


def post(address: str, body: dict[str, str]) -> int:
    """As services do, in the manner of a form."""
    form = "application/x-www-form-urlencoded"
    path = f"/hooks/payments/{address}"
    return Client().post(path, urlencode(body), content_type=form).status_code


def beat() -> None:
    for payment_id in polling.claim(now=timezone.now()):
        polling.ask(payment_id)


def waited(by: timedelta) -> None:
    """As if the returns had begun to wait so long ago."""
    rows = ReturnEvent.objects.filter(to_state="awaiting_payment")
    rows.update(at=timezone.now() - by)


def fee_mails() -> int:
    rows = OutboxMessage.objects.filter(kind="mail", payload__template="fee_due")
    return rows.count()


def test_a_webhook_leads_to_the_service_and_to_the_label(mollie: MollieStub) -> None:
    ret = awaiting_return()
    payment = start_payment(ret)
    beat()
    assert mollie.lookups == 0  # it is not due yet
    mollie.becomes("paid")

    assert call(payment) == 200
    beat()
    assert call(payment) == 200
    beat()

    assert state_of(ret) == "label_pending"
    assert entries() == [("received", 495, "EUR")]
    assert mollie.lookups == 1


def test_a_webhook_alone_pays_nothing(mollie: MollieStub) -> None:
    ret = awaiting_return()
    payment = start_payment(ret)

    assert call(payment) == 200
    beat()

    assert state_of(ret) == "awaiting_payment"
    assert mollie.lookups == 1


def test_a_webhook_that_comes_before_the_answer_names_the_payment(
    mollie: MollieStub,
) -> None:
    ret = awaiting_return()
    mollie.next_buy.append(Fault.RESET_AFTER)
    with pytest.raises(PaymentUnavailable):
        start_payment(ret)
    payment = Payment.objects.get()
    assert payment.provider_id == ""

    provider_id = mollie.becomes("paid")
    assert call(payment, provider_id) == 200
    beat()

    payment.refresh_from_db()
    assert (payment.provider_id, state_of(ret)) == (provider_id, "label_pending")


def test_a_stranger_s_id_changes_nothing(mollie: MollieStub) -> None:
    ret = awaiting_return()
    payment = start_payment(ret)
    mollie.becomes("paid")
    Payment.objects.update(provider_id="", state=PaymentState.NEW)

    assert call(payment, "tr_9999999999") == 200
    beat()

    assert state_of(ret) == "awaiting_payment"
    assert entries() == []


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("{known}", {"id": ""}, 400),
        ("{known}", {}, 400),
        ("{known}", {"id": "tr_1/../methods"}, 400),
        ("{known}", {"id": "x" * 61}, 400),
        ("{known}", {"id": "x" * 5000}, 413),
        ("{unknown}", {"id": "tr_1"}, 404),
    ],
)
def test_what_no_service_sends_is_refused(
    mollie: MollieStub, address: str, body: dict[str, str], status: int
) -> None:
    payment = start_payment(awaiting_return())
    path = address.format(known=payment.public_id, unknown=uuid.uuid4())

    assert post(path, body) == status
    assert Client().get(f"/hooks/payments/{payment.public_id}").status_code == 405
    assert mollie.lookups == 0


def test_without_a_webhook_beat_finds_what_was_paid(mollie: MollieStub) -> None:
    ret = awaiting_return()
    start_payment(ret)
    mollie.becomes("paid")
    Payment.objects.update(ask_at=timezone.now())
    mollie.next_find.append(Fault.BROKEN_BEFORE)

    beat()
    assert state_of(ret) == "awaiting_payment"
    Payment.objects.update(ask_at=timezone.now())  # the lease is over
    beat()

    assert state_of(ret) == "label_pending"
    assert Payment.objects.get().ask_at is None


def test_what_nobody_was_shown_is_given_up(mollie: MollieStub) -> None:
    mollie.next_buy.append(Fault.RESET_BEFORE)
    with pytest.raises(PaymentUnavailable):
        start_payment(awaiting_return())
    long_ago = timezone.now() - timedelta(hours=2)
    Payment.objects.update(ask_at=timezone.now(), asked_at=long_ago)

    beat()

    assert Payment.objects.get().state == "expired"
    assert mollie.lookups == 0


@pytest.mark.parametrize(
    ("days", "mails"), [(0, 0), (0.1, 1), (5, 1), (11.5, 2), (13.9, 2)]
)
def test_who_has_not_paid_is_reminded_twice(
    mollie: MollieStub, days: float, mails: int
) -> None:
    awaiting_return()
    for passed in (days / 2, days, days):
        waited(timedelta(days=passed))
        chase(now=timezone.now())

    assert 1 <= fee_mails() <= mails if mails else fee_mails() == 0


def test_the_reminder_says_what_is_due_and_until_when(mollie: MollieStub) -> None:
    ret = awaiting_return()
    waited(timedelta(hours=2))
    chase(now=timezone.now())
    drain()

    [sent] = mail.outbox
    assert sent.subject.startswith("Nordwand: please pay for the label of your return")
    assert "Your label costs €4.95 incl. VAT." in str(sent.body)
    assert ret.private_key in str(sent.body)


def test_a_reminder_that_waited_too_long_is_not_sent(mollie: MollieStub) -> None:
    ret = awaiting_return()
    waited(timedelta(hours=2))
    chase(now=timezone.now())
    cancel(ret, actor=CUSTOMER)
    drain()

    assert [m.subject for m in mail.outbox if "label" in m.subject] == []


@pytest.mark.parametrize(
    ("status", "state"),
    [("open", "expired"), ("failed", "expired"), ("pending", "awaiting_payment")],
)
def test_a_return_nobody_pays_for_ends_and_frees_its_items(
    mollie: MollieStub, status: str, state: str
) -> None:
    ret = awaiting_return()
    start_payment(ret)
    Payment.objects.update(state=status)
    waited(PAY_WITHIN + timedelta(hours=1))

    chase(now=timezone.now())
    chase(now=timezone.now())

    assert state_of(ret) == state
    line = OrderLine.objects.get(order_id=ret.order_id)
    assert line.net_returned == (0 if state == "expired" else 1)


def test_money_under_way_is_not_waited_for_for_ever(mollie: MollieStub) -> None:
    ret = awaiting_return()
    start_payment(ret)
    Payment.objects.update(state="authorized")
    waited(PAY_WITHIN + timedelta(days=11))

    chase(now=timezone.now())

    assert state_of(ret) == "expired"


def test_a_payment_that_came_to_nothing_is_asked_about_once_more_and_no_further(
    mollie: MollieStub,
) -> None:
    payment = start_payment(awaiting_return())
    mollie.becomes("failed")
    for _ in range(2):
        assert call(payment) == 200
        beat()

    payment.refresh_from_db()
    assert (payment.state, payment.ask_at) == ("failed", None)


def test_a_payment_nobody_makes_is_given_up_in_the_end(mollie: MollieStub) -> None:
    payment = start_payment(awaiting_return())
    long_ago = timezone.now() - polling.GIVEN_UP - timedelta(days=1)
    Payment.objects.update(ask_at=timezone.now(), asked_at=long_ago)

    beat()

    payment.refresh_from_db()
    assert (payment.state, payment.ask_at) == ("expired", None)
