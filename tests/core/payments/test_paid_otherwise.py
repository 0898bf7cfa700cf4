"""Fees that a bank keeps refusing: paid back by hand and written down once."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from retour_core.payments.models import AccountIsFinal, FeeEntry, FeeRefund
from retour_core.payments.otherwise import PaidBackWhen, paid_otherwise
from retour_core.payments.queries import fee_state
from retour_core.payments.refund_news import look_after_refund
from retour_core.payments.refunding import (
    FeeNotHeld,
    refund_given_up,
    refund_payment,
    retry_refund,
)
from retour_core.returns.actors import Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import Return, ReturnEvent
from tests.core.payments.test_paying import entries
from tests.core.payments.test_refund_news import (
    CAME_BACK,
    RECEIVED,
    REFUNDED,
    given_back,
)
from tests.factories import make_brand, make_order, make_return, make_shop
from tests.payments.mollie_stub import MollieStub

pytestmark = pytest.mark.django_db
OTHERWISE = ("otherwise", -495, "EUR")
ANNA = Actor(ActorKind.STAFF, "anna")


def refused(mollie: MollieStub) -> tuple[Return, FeeRefund]:
    """A return whose fee went back to Mollie and came back."""
    ret, payment = given_back(mollie)
    mollie.refund_becomes("failed")
    look_after_refund(payment.pk)
    return ret, FeeRefund.objects.get()


def today() -> date:
    return timezone.localdate(timezone=ZoneInfo("Europe/Berlin"))


def test_it_is_written_down_once_with_who_when_and_how(mollie: MollieStub) -> None:
    ret, refund = refused(mollie)

    for _ in range(2):
        paid_otherwise(ret, refund.pk, actor=ANNA, day=today(), how="Transfer 4711")

    assert entries() == [RECEIVED, REFUNDED, CAME_BACK, OTHERWISE]
    assert sum(minor for _kind, minor, _currency in entries()) == 0
    entry = FeeEntry.objects.get(kind="otherwise")
    assert (entry.actor_name, entry.paid_on, entry.note) == (
        "anna",
        today(),
        "Transfer 4711",
    )
    [event] = ReturnEvent.objects.filter(parent=ret, kind="fee.paid_otherwise")
    assert (event.actor_name, event.data) == (
        "anna",
        {"day": today().isoformat(), "how": "Transfer 4711"},
    )
    assert fee_state(ret).failed is None
    with pytest.raises(AccountIsFinal):
        entry.save()


def test_the_service_is_not_asked_for_it_any_more(mollie: MollieStub) -> None:
    ret, refund = refused(mollie)
    paid_otherwise(ret, refund.pk, actor=ANNA, day=today(), how="Cash")

    with pytest.raises(FeeNotHeld):
        retry_refund(ret)
    told = {"refund_id": refund.pk}
    assert refund_payment(told, message_id=1) is None
    refund_given_up(told, "The bank said no.")
    look_after_refund(refund.payment_id)

    refund.refresh_from_db()
    assert refund.state == "otherwise"
    assert entries() == [RECEIVED, REFUNDED, CAME_BACK, OTHERWISE]


def test_what_did_not_fail_is_not_paid_otherwise(mollie: MollieStub) -> None:
    ret, _payment = given_back(mollie)
    refund = FeeRefund.objects.get()
    with pytest.raises(FeeNotHeld):
        paid_otherwise(ret, refund.pk, actor=ANNA, day=today(), how="Cash")


def test_a_refund_of_another_return_is_none_of_this_one(mollie: MollieStub) -> None:
    _ret, refund = refused(mollie)
    other = make_return(make_order(make_shop(make_brand("other"))))
    with pytest.raises(FeeNotHeld):
        paid_otherwise(other, refund.pk, actor=ANNA, day=today(), how="Cash")
    assert FeeRefund.objects.get().state == "failed"


@pytest.mark.parametrize("days", [-30, 1])
def test_a_day_before_the_payment_or_to_come_is_refused(
    mollie: MollieStub, days: int
) -> None:
    ret, refund = refused(mollie)
    day = today() + timedelta(days=days)
    with pytest.raises(PaidBackWhen):
        paid_otherwise(ret, refund.pk, actor=ANNA, day=day, how="Cash")
    assert entries() == [RECEIVED, REFUNDED, CAME_BACK]
