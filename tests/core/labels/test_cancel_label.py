"""A label whose return is off goes back to its carrier, and its price with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.utils import timezone

from retour_core.billing.models import LedgerEntry
from retour_core.carriers.models import CarrierAccount
from retour_core.domain.states import ReturnState
from retour_core.labels.models import Label, LabelState
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER, SYSTEM
from retour_core.returns.transition import lock_return, move
from retour_core.tracking.models import TrackedParcel
from tests.carriers.stub import Fault, StubCarrier
from tests.core.labels.test_make_label import _files, drain, stub  # noqa: F401
from tests.factories import make_return

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(LedgerEntry.objects.order_by("pk").values_list("kind", flat=True))


def test_cancelling_the_return_takes_its_label_back_and_gives_the_price_back() -> None:
    ret = make_return()
    drain()
    operations.cancel(ret, actor=CUSTOMER)
    drain()
    assert Label.objects.get().state == LabelState.CANCELLED
    assert kinds() == ["label", "credit"]


def test_a_return_that_runs_out_gives_its_label_back() -> None:
    ret = make_return()
    drain()
    move(lock_return(ret.pk), ReturnState.EXPIRED, actor=SYSTEM)
    drain()
    assert Label.objects.get().state == LabelState.CANCELLED
    assert kinds() == ["label", "credit"]


def test_what_the_carrier_does_not_take_back_stays_charged(stub: StubCarrier) -> None:  # noqa: F811
    ret = make_return()
    drain()
    operations.cancel(ret, actor=CUSTOMER)
    drain()
    assert Label.objects.get().state == LabelState.READY
    assert kinds() == ["label"]


def test_one_that_was_handed_in_stays_charged() -> None:
    ret = make_return()
    drain()
    TrackedParcel.objects.update(sent_at=timezone.now())
    operations.cancel(ret, actor=SYSTEM)
    drain()
    assert kinds() == ["label"]


def test_nothing_is_charged_or_given_back_before_a_label_is_made() -> None:
    ret = make_return()
    operations.cancel(ret, actor=CUSTOMER)
    drain()
    assert kinds() == []
    assert Label.objects.count() == 0


def test_a_label_being_bought_is_waited_for() -> None:
    ret = make_return()
    Label.objects.create(parent=ret, tried_at=timezone.now())
    operations.cancel(ret, actor=CUSTOMER)
    message = OutboxMessage.objects.get(kind="cancel_label")
    deliver(message.pk)
    message.refresh_from_db()
    lease = timedelta(seconds=configured.RETOUR_OUTBOX_LEASE_SECONDS)
    assert message.done_at is None
    assert message.available_at > timezone.now() + lease - timedelta(seconds=5)
    assert Label.objects.get().state == LabelState.PENDING


def test_one_that_may_have_been_bought_is_looked_up_and_taken_back(
    stub: StubCarrier,  # noqa: F811
) -> None:
    ret = make_return()
    stub.next_buy.append(Fault.RESET_AFTER)
    drain()
    assert Label.objects.get().state == LabelState.PENDING
    operations.cancel(ret, actor=CUSTOMER)
    long_ago = timezone.now() - timedelta(hours=1)
    Label.objects.update(asked_at=long_ago, tried_at=long_ago)
    drain(2)
    label = Label.objects.get()
    assert (label.state, label.carrier_id != "") == (LabelState.CANCELLED, True)
    assert kinds() == []


def test_what_one_carrier_took_back_is_credited_whatever_another_objects_to() -> None:
    ret = make_return()
    drain()
    unusable = CarrierAccount.objects.create(
        kind="own", name="Old", options={"gone": "setting"}
    )
    Label.objects.create(
        parent=ret,
        parcel=2,
        account=unusable,
        carrier_id="2",
        state=LabelState.READY,
        ready_at=timezone.now(),
    )
    operations.cancel(ret, actor=CUSTOMER)
    message = OutboxMessage.objects.get(kind="cancel_label")

    deliver(message.pk)

    message.refresh_from_db()
    assert message.dead_at is not None
    states = Label.objects.order_by("parcel").values_list("state", flat=True)
    assert list(states) == [LabelState.CANCELLED, LabelState.READY]
    assert kinds() == ["label", "credit"]
