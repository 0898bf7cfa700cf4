"""Exactly one label, whatever breaks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from retour_core.domain.states import ReturnState
from retour_core.labels.models import Label
from retour_core.labels.queries import live_label
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import claim, deliver
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER, SYSTEM
from retour_core.returns.models import Return
from tests.carriers.stub import PDF, Fault, StubCarrier, running_stub
from tests.core.labels.draining import drain
from tests.factories import grant, make_order, make_return

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    local = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": local,
            "OPTIONS": {
                "location": tmp_path / "private",
                "base_url": None,
                "allow_overwrite": True,
            },
        },
    }


@pytest.fixture
def stub(settings: Any) -> Iterator[StubCarrier]:
    with running_stub() as stub:
        settings.RETOUR_CARRIER = "sandbox"
        settings.RETOUR_CARRIER_SANDBOX_URL = stub.url
        yield stub
        assert stub.complaints == []


def document(label: Label) -> bytes:
    with label.document.open("rb") as file:
        content: bytes = file.read()
    return content


def state_of(ret: Return) -> str:
    return Return.objects.get(pk=ret.pk).state


def test_our_own_label_is_printed_numbered_and_stored_in_private() -> None:
    ret = make_return()

    drain()

    label = Label.objects.get()
    assert (label.state, label.carrier) == ("ready", "own")
    assert label.ready_at is not None
    assert label.document.name.endswith(f"{label.reference}.pdf")
    assert document(label).startswith(b"%PDF-")
    assert not default_storage.exists(label.document.name)
    assert state_of(ret) == "ready"
    event = ret.events.get(kind="return.ready")
    assert event.data == {"tracking_number": label.tracking_number}


def test_a_label_is_made_for_a_language_we_do_not_speak() -> None:
    make_return(make_order(locale="klingon"))

    drain()

    assert Label.objects.get().state == "ready"


def test_the_carriers_label_is_stored_as_it_came(stub: StubCarrier) -> None:
    ret = make_return()

    drain()

    label = Label.objects.get()
    assert document(label) == PDF
    assert label.tracking_number == "SBX000000001"
    assert state_of(ret) == "ready"


@pytest.mark.parametrize(
    "fault",
    [
        Fault.LIMIT,
        Fault.LIMIT_NONSENSE,
        Fault.BROKEN_BEFORE,
        Fault.BROKEN_AFTER,
        Fault.HTML_BEFORE,
        Fault.HTML_AFTER,
        Fault.TRUNCATED,
        Fault.NO_NUMBER,
        Fault.NOT_BASE64,
        Fault.NO_PDF,
        Fault.ANOTHER,
        Fault.RESET_BEFORE,
        Fault.RESET_AFTER,
        Fault.DUPLICATE,
    ],
)
def test_whatever_breaks_once_one_label_is_bought_and_saved(
    stub: StubCarrier, fault: Fault
) -> None:
    ret = make_return()
    stub.next_buy.append(fault)

    drain()
    assert state_of(ret) == "label_pending"
    drain(3)

    assert state_of(ret) == "ready"
    assert [p["tracking_number"] for p in stub.parcels.values()] == [
        label.tracking_number for label in Label.objects.all()
    ]
    assert OutboxMessage.objects.get(kind="label").done_at is not None


AWKWARD = [Fault.BROKEN_AFTER, Fault.RESET_BEFORE, Fault.LIMIT, Fault.TRUNCATED]


@pytest.mark.parametrize("faults", list(itertools.permutations(AWKWARD, 3)))
def test_whatever_breaks_in_a_row_one_label_is_bought(
    stub: StubCarrier, faults: tuple[Fault, ...]
) -> None:
    ret = make_return()
    stub.next_buy.extend(faults)
    stub.next_find.extend(faults)

    drain(9)

    assert state_of(ret) == "ready"
    assert len(stub.parcels) == 1
    assert Label.objects.get().state == "ready"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.INPUT, "The carrier answered 422."),
        (Fault.AUTH, "The carrier answered 401."),
        (Fault.GONE, "The carrier answered 410."),
    ],
)
def test_a_refusal_shows_and_can_be_tried_again(
    stub: StubCarrier, fault: Fault, reason: str
) -> None:
    ret = make_return()
    stub.next_buy.append(fault)

    drain()

    label = Label.objects.get()
    assert (state_of(ret), label.state, label.failure) == (
        "label_failed",
        "failed",
        reason,
    )
    assert live_label(ret) == label
    assert ret.events.get(kind="return.label_failed").data == {"reason": reason}
    operations.retry_label(ret, actor=SYSTEM)
    drain()
    assert state_of(ret) == "ready"
    assert len(stub.parcels) == 1
    assert [label.state for label in Label.objects.all()] == ["ready"]


def test_a_label_given_up_in_doubt_is_looked_up_before_another_is_bought(
    stub: StubCarrier,
) -> None:
    ret = make_return()
    stub.next_buy.append(Fault.BROKEN_AFTER)
    drain()
    # The carrier's lookup then refused us for good: somebody revoked the key.
    stub.next_find.append(Fault.AUTH)
    OutboxMessage.objects.update(available_at=timezone.now())
    drain()
    assert state_of(ret) == "label_failed"

    operations.retry_label(ret, actor=SYSTEM)
    drain()

    assert state_of(ret) == "ready"
    assert len(stub.parcels) == 1


def test_after_a_clear_refusal_another_carrier_may_be_asked(
    stub: StubCarrier, settings: Any
) -> None:
    ret = make_return()
    stub.next_buy.append(Fault.INPUT)
    drain()
    settings.RETOUR_CARRIER = "own"

    operations.retry_label(ret, actor=SYSTEM)
    drain()

    assert Label.objects.get().carrier == "own"
    assert len(stub.parcels) == 0


def test_a_message_handed_out_twice_buys_one_label(stub: StubCarrier) -> None:
    make_return()
    [first] = claim(10, now=timezone.now())

    deliver(first)
    OutboxMessage.objects.filter(pk=first).update(done_at=None)
    deliver(first)

    assert stub.purchases_asked == 1
    assert Label.objects.get().state == "ready"


def test_no_label_is_bought_for_a_return_cancelled_meanwhile(
    stub: StubCarrier,
) -> None:
    ret = make_return()
    operations.cancel(ret, actor=CUSTOMER)

    drain()

    assert stub.purchases_asked == 0
    assert not Label.objects.exists()
    assert state_of(ret) == ReturnState.CANCELLED


def test_a_way_back_without_a_label_buys_none(stub: StubCarrier) -> None:
    order = make_order()
    grant(order.brand, methods=["in_store"])

    assert state_of(make_return(order)) == "ready"
    drain()
    assert stub.purchases_asked == 0
