"""A return that is cancelled while a worker is at its label: nothing bought is lost,
and nothing that its carrier keeps is given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from retour_core.labels.buying import NotWanted, buy_label
from retour_core.labels.cancelling import cancel_label
from retour_core.labels.models import Label, LabelState
from retour_core.labels.operations import make_label
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return
from tests.carriers.stub import Fault, StubCarrier
from tests.core.labels.test_cancel_label import kinds
from tests.core.labels.test_make_label import _files, drain, stub  # noqa: F401
from tests.factories import make_return

pytestmark = pytest.mark.django_db


def intended(ret: Return) -> Label:
    """As a worker leaves it that has not asked the carrier yet."""
    return Label.objects.create(parent=ret, carrier="sandbox")


def test_a_worker_that_comes_after_the_cancellation_buys_nothing(
    stub: StubCarrier,  # noqa: F811
) -> None:
    ret = make_return()
    label = intended(ret)
    operations.cancel(ret, actor=CUSTOMER)
    drain()

    with pytest.raises(NotWanted):
        buy_label(label)

    assert stub.parcels == {}
    assert Label.objects.get().state == LabelState.CANCELLED


def test_a_cancellation_that_looked_too_early_looks_again() -> None:
    ret = make_return()
    intended(ret)
    Label.objects.update(carrier="own")
    bought = make_label({"return_id": ret.pk}, message_id=0)
    Label.objects.update(asked_at=None, tried_at=None)
    operations.cancel(ret, actor=CUSTOMER)
    looked = cancel_label({"return_id": ret.pk}, message_id=0)
    assert bought is not None
    assert looked is not None
    OutboxMessage.objects.update(done_at=timezone.now())
    Label.objects.update(tried_at=timezone.now())

    with transaction.atomic():
        bought()
    with transaction.atomic():
        looked()

    label = Label.objects.get()
    assert (label.state, bool(label.carrier_id)) == (LabelState.READY, True)
    assert kinds() == ["label"]
    drain(2)
    label.refresh_from_db()
    assert (label.state, bool(label.carrier_id)) == (LabelState.CANCELLED, True)
    assert kinds() == ["label", "credit"]


def test_a_purchase_tried_again_after_long_is_waited_for(
    stub: StubCarrier,  # noqa: F811
) -> None:
    ret = make_return()
    stub.next_buy.append(Fault.RESET_BEFORE)
    drain()
    Label.objects.update(
        asked_at=timezone.now() - timedelta(hours=1),
        tried_at=timezone.now() - timedelta(hours=1),
    )
    bought = make_label({"return_id": ret.pk}, message_id=0)
    operations.cancel(ret, actor=CUSTOMER)

    message = OutboxMessage.objects.get(kind="cancel_label")
    deliver(message.pk)
    message.refresh_from_db()

    assert (message.done_at, len(stub.parcels)) == (None, 1)
    assert bought is not None
    with transaction.atomic():
        bought()
    assert kinds() == ["label"]
