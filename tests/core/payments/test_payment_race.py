"""Several tabs, and webhook, page and beat at once: one payment, one label."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from retour_core.outbox.models import OutboxMessage
from retour_core.payments.models import FeeRefund, Payment
from retour_core.payments.paying import start_payment
from retour_core.payments.refund_news import look_after_refund
from retour_core.payments.refunding import FeeNotHeld, retry_refund
from retour_core.payments.settling import settle_payment
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.operations import cancel
from tests.core.labels.draining import drain
from tests.core.payments.test_paying import entries
from tests.payments.charging import awaiting_return, state_of
from tests.payments.mollie_stub import MollieStub

TABS = 6
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _several_writers() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer; a test's database in memory even one user")


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    start = Barrier(len(acts))

    def do(act: Callable[[], Any]) -> Any:
        start.wait(30)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as tabs:
        return list(tabs.map(do, acts))


def given_back_in_vain(mollie: MollieStub) -> tuple[Return, Payment]:
    """A fee whose refund the service took and could not carry out."""
    ret = awaiting_return()
    payment = start_payment(ret)
    mollie.becomes("paid")
    settle_payment(payment.pk)
    cancel(ret, actor=CUSTOMER)
    drain(2)
    mollie.refund_becomes("failed")
    return ret, payment


def test_pressed_in_several_tabs_it_is_one_payment(mollie: MollieStub) -> None:
    ret = awaiting_return()

    started = at_once([lambda: start_payment(ret).checkout_url] * TABS)

    assert len(set(started)) == 1
    assert (Payment.objects.count(), len(mollie.payments)) == (1, 1)


def test_told_from_all_sides_it_is_one_label(mollie: MollieStub) -> None:
    ret = awaiting_return()
    payment = start_payment(ret)
    mollie.becomes("paid")

    at_once([lambda: settle_payment(payment.pk)] * TABS)

    assert state_of(ret) == "label_pending"
    assert entries() == [("received", 495, "EUR")]
    assert OutboxMessage.objects.filter(kind="label").count() == 1


def test_cancelled_and_paid_at_the_same_moment_the_fee_goes_back_once(
    mollie: MollieStub,
) -> None:
    ret = awaiting_return()
    payment = start_payment(ret)
    mollie.becomes("paid")

    at_once(
        [lambda: cancel(ret, actor=CUSTOMER)]
        + [lambda: settle_payment(payment.pk)] * TABS
    )

    assert Return.objects.get(pk=ret.pk).state == "cancelled"
    assert entries() == [("received", 495, "EUR")]
    assert FeeRefund.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="fee_refund").count() == 1


def test_told_from_all_sides_that_a_refund_failed_it_comes_back_once(
    mollie: MollieStub,
) -> None:
    ret, payment = given_back_in_vain(mollie)

    at_once([lambda: look_after_refund(payment.pk)] * TABS)

    assert entries() == [
        ("received", 495, "EUR"),
        ("refunded", -495, "EUR"),
        ("came_back", 495, "EUR"),
    ]
    told = ReturnEvent.objects.filter(parent=ret, kind="fee.refund_failed")
    assert told.count() == 1


def test_pressed_twice_at_once_it_is_tried_again_once(mollie: MollieStub) -> None:
    ret, payment = given_back_in_vain(mollie)
    look_after_refund(payment.pk)

    def press() -> bool:
        try:
            retry_refund(ret)
        except FeeNotHeld:
            return False
        return True

    assert sorted(at_once([press] * 2)) == [False, True]
    drain(2)
    assert len(mollie.refunds[payment.provider_id]) == 2
    assert FeeRefund.objects.get().attempt == 2
