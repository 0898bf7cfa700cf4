"""A fee whose label is not used goes back, once; one that is used is passed on."""

from __future__ import annotations

import pytest
from django.utils import timezone

from retour_core.domain.states import ReturnState
from retour_core.outbox.models import OutboxMessage
from retour_core.payments.models import AccountIsFinal, FeeEntry, FeeRefund
from retour_core.payments.paying import release_unpaid, start_payment
from retour_core.payments.refunding import FeeNotHeld, refund_fee, retry_refund
from retour_core.payments.settling import settle_payment
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.breakdown import settlement
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel
from retour_core.returns.receiving import Received, receive
from retour_core.returns.transition import lock_return, move
from tests.carriers.faults import ON_THE_WAY, Fault
from tests.core.labels.draining import drain
from tests.core.payments.test_paying import entries, pay
from tests.payments.charging import awaiting_return, state_of
from tests.payments.mollie_stub import MollieStub

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.STAFF, "anna")
REFUSALS = {Fault.AUTH, Fault.INPUT, Fault.GONE, Fault.REDIRECT}


def moved(ret: Return, target: ReturnState) -> None:
    from django.db import transaction

    with transaction.atomic():
        move(lock_return(ret.pk), target, actor=SYSTEM)


def given_back(mollie: MollieStub) -> list[str]:
    return [r["amount"]["value"] for rows in mollie.refunds.values() for r in rows]


@pytest.mark.parametrize("has_label", [True, False])
def test_a_cancelled_return_gets_its_fee_back(
    mollie: MollieStub, has_label: bool
) -> None:
    ret = awaiting_return()
    pay(mollie, ret)
    if has_label:
        drain()

    cancel(ret, actor=CUSTOMER)
    drain(2)

    assert given_back(mollie) == ["4.95"]
    assert entries() == [("received", 495, "EUR"), ("refunded", -495, "EUR")]
    assert FeeRefund.objects.get().state == "done"
    assert mollie.refunds_asked == 1


@pytest.mark.parametrize("fault", ON_THE_WAY)
def test_whatever_breaks_it_goes_back_once(mollie: MollieStub, fault: Fault) -> None:
    ret = awaiting_return()
    pay(mollie, ret)
    cancel(ret, actor=CUSTOMER)
    mollie.next_fetch.append(fault)

    drain()
    if fault in REFUSALS:
        assert FeeRefund.objects.get().state == "failed"
        retry_refund(ret)
    drain(3)

    assert given_back(mollie) == ["4.95"]
    assert entries() == [("received", 495, "EUR"), ("refunded", -495, "EUR")]


def test_a_worker_killed_before_saving_a_refund_gives_no_more(
    mollie: MollieStub,
) -> None:
    ret = awaiting_return()
    pay(mollie, ret)
    cancel(ret, actor=CUSTOMER)
    from retour_core.payments.refunding import refund_payment

    message = OutboxMessage.objects.get(kind="fee_refund")
    # Asked, and the effect never saved.
    assert refund_payment(message.payload, message_id=message.pk) is not None
    assert given_back(mollie) == ["4.95"]

    drain()

    assert given_back(mollie) == ["4.95"]
    assert mollie.refunds_asked == 1
    assert entries() == [("received", 495, "EUR"), ("refunded", -495, "EUR")]


@pytest.mark.parametrize("off", ["cancelled", "expired", "released"])
def test_money_that_comes_too_late_goes_back(mollie: MollieStub, off: str) -> None:
    ret = awaiting_return()
    payment = start_payment(ret)
    if off == "released":
        release_unpaid(ret, actor=ANNA)
    else:
        moved(ret, ReturnState(off))
    mollie.becomes("paid")

    settle_payment(payment.pk)
    settle_payment(payment.pk)
    drain(2)

    assert given_back(mollie) == ["4.95"]
    assert entries() == [("received", 495, "EUR"), ("refunded", -495, "EUR")]
    payment.refresh_from_db()
    assert payment.accepted_at is None
    ret.refresh_from_db()
    assert ret.label_fee_minor is None


def test_once_the_parcel_travels_the_fee_is_passed_on(mollie: MollieStub) -> None:
    ret = awaiting_return()
    pay(mollie, ret)
    drain()
    moved(ret, ReturnState.IN_TRANSIT)
    moved(ret, ReturnState.ARRIVED)

    assert entries() == [("received", 495, "EUR"), ("passed_on", -495, "EUR")]
    moved(ret, ReturnState.BOUNCED)
    cancel(ret, actor=ANNA)
    drain()
    assert given_back(mollie) == []
    with pytest.raises(FeeNotHeld):
        refund_fee(ret, actor=ANNA)


def test_a_prepaid_fee_is_not_taken_off_the_refund(mollie: MollieStub) -> None:
    ret = awaiting_return()
    pay(mollie, ret)
    drain()
    [line] = ret.lines.all()
    ret.refresh_from_db()
    receive(ret, actor=ANNA, counted={line.pk: Received(good=1)})
    ret.refresh_from_db()

    found = settlement(ret)

    assert found.money_minor == line.refund_minor
    kinds = {row.kind.value: row.noted_minor for row in found.rows}
    assert kinds["prepaid_fee"] == 495
    assert "return_fee" not in kinds


def test_a_fee_that_was_not_waited_for_is_taken_off_the_refund(
    mollie: MollieStub,
) -> None:
    ret = awaiting_return()
    release_unpaid(ret, actor=ANNA)
    drain()
    ret.refresh_from_db()
    [line] = ret.lines.all()
    receive(ret, actor=ANNA, counted={line.pk: Received(good=1)})
    ret.refresh_from_db()

    assert settlement(ret).money_minor == line.refund_minor - 495


def test_staff_may_give_it_back_for_good_will(mollie: MollieStub) -> None:
    ret = awaiting_return()
    pay(mollie, ret)
    refund_fee(ret, actor=ANNA)
    with pytest.raises(FeeNotHeld):
        refund_fee(ret, actor=ANNA)
    drain(2)
    moved(ret, ReturnState.IN_TRANSIT)

    assert given_back(mollie) == ["4.95"]
    assert entries() == [("received", 495, "EUR"), ("refunded", -495, "EUR")]
    ret.refresh_from_db()
    # It is not taken off the refund instead.
    assert ret.label_fee_minor == 495


def test_only_what_failed_is_tried_again(mollie: MollieStub) -> None:
    ret = awaiting_return()
    with pytest.raises(FeeNotHeld):
        retry_refund(ret)
    pay(mollie, ret)
    cancel(ret, actor=CUSTOMER)
    with pytest.raises(FeeNotHeld):
        retry_refund(ret)


def test_an_entry_is_never_changed_or_removed(mollie: MollieStub) -> None:
    pay(mollie, awaiting_return())
    entry = FeeEntry.objects.get()

    for change in (entry.save, entry.delete, FeeEntry.objects.all().delete):
        with pytest.raises(AccountIsFinal):
            change()
    with pytest.raises(AccountIsFinal):
        FeeEntry.objects.update(at=timezone.now())


def test_expired_unused_labels_are_paid_back(mollie: MollieStub) -> None:
    ret = awaiting_return()
    pay(mollie, ret)
    drain()
    moved(ret, ReturnState.EXPIRED)
    drain()

    assert state_of(ret) == "expired"
    assert given_back(mollie) == ["4.95"]
