"""A purchase whose outcome nobody knows, at a carrier that cannot be asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from retour_core.billing.models import LedgerEntry
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account
from retour_core.labels.doubt_models import CarrierDoubt
from retour_core.labels.doubts import open_doubts, settle_doubt, settled_doubts
from retour_core.labels.models import Label
from retour_core.outbox.models import OutboxMessage
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import Return
from tests.carriers.faults import Fault
from tests.carriers.server import Stub
from tests.carriers.stubs import STUBS, installed
from tests.core.labels.draining import drain
from tests.factories import make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
MIA = Actor(ActorKind.STAFF, "mia")
LOST = [Fault.RESET_AFTER, Fault.BROKEN_BEFORE, Fault.TRUNCATED, Fault.HTML_AFTER]


@pytest.fixture(params=["dhl_de", "inpost"])
def stub(
    request: pytest.FixtureRequest, settings: Any, private_files: None
) -> Iterator[Stub]:
    with installed(request.param, settings) as stub:
        yield stub


@pytest.fixture
def account(stub: Stub) -> CarrierAccount:
    made = CarrierAccount(kind=stub.kind, name="Ours")
    save_account(made, stub.settings, [make_brand()])
    return made


@pytest.fixture
def ret(account: CarrierAccount) -> Return:
    order = make_order(make_shop(account.brands.get()))
    order.shipping_address["country"] = STUBS[account.kind].country
    order.save()
    return make_return(order)


def reference_of(label: Label) -> str:
    return f"{label.parent.rma_number} {label.pk}"


@pytest.mark.parametrize("fault", LOST)
def test_a_second_purchase_leaves_word_of_the_first_and_is_charged_once(
    ret: Return, account: CarrierAccount, stub: Stub, fault: Fault
) -> None:
    stub.next_buy.append(fault)
    drain(3)

    label = Label.objects.get()
    doubt = open_doubts(account).get()
    assert (label.state, doubt.kind) == ("ready", "purchase")
    assert (doubt.label, doubt.reference) == (label, reference_of(label))
    told = ret.events.get(kind="label.purchase_doubtful").data
    assert told == {"parcel": 1, "reference": doubt.reference}
    assert [entry.kind for entry in LedgerEntry.objects.all()] == ["label"]


def test_each_attempt_that_was_lost_is_told_of(
    ret: Return, account: CarrierAccount, stub: Stub
) -> None:
    stub.next_buy.extend([Fault.RESET_AFTER, Fault.RESET_AFTER])
    drain(4)

    assert len(stub.numbers()) == 3
    assert open_doubts(account).count() == 2
    assert Label.objects.get().tracking_number == stub.numbers()[-1]


def test_an_attempt_that_was_clearly_refused_leaves_no_doubt(
    ret: Return, account: CarrierAccount, stub: Stub
) -> None:
    stub.next_buy.extend([Fault.LIMIT, Fault.RESET_AFTER, Fault.LIMIT])
    drain(6)

    assert Label.objects.get().state == "ready"
    assert (len(stub.numbers()), open_doubts(account).count()) == (2, 1)


def test_a_purchase_that_is_given_up_is_told_of_once(
    ret: Return, account: CarrierAccount, stub: Stub
) -> None:
    stub.next_buy.extend([Fault.RESET_AFTER, Fault.AUTH])
    drain(3)
    assert (Label.objects.get().state, open_doubts(account).count()) == ("failed", 1)

    operations.retry_label(ret, actor=SYSTEM)
    drain(2)

    assert (Label.objects.get().state, open_doubts(account).count()) == ("ready", 1)


def test_a_purchase_whose_return_is_cancelled_meanwhile_is_told_of(
    ret: Return, account: CarrierAccount, stub: Stub
) -> None:
    stub.next_buy.append(Fault.RESET_AFTER)
    drain()
    operations.cancel(Return.objects.get(), actor=CUSTOMER)
    long_ago = timezone.now() - timedelta(hours=1)
    Label.objects.update(asked_at=long_ago, tried_at=long_ago)
    OutboxMessage.objects.filter(kind="label").update(done_at=timezone.now())
    drain(2)

    assert Label.objects.get().state == "cancelled"
    assert open_doubts(account).count() == 1
    assert LedgerEntry.objects.count() == 0


def test_a_label_without_a_fault_leaves_no_doubt(
    ret: Return, account: CarrierAccount
) -> None:
    drain(2)
    operations.cancel(Return.objects.get(), actor=CUSTOMER)
    drain(2)

    assert CarrierDoubt.objects.count() == 0


def test_who_settles_it_is_kept_and_nobody_does_so_twice(
    ret: Return, account: CarrierAccount, stub: Stub
) -> None:
    stub.next_buy.append(Fault.RESET_AFTER)
    drain(3)
    doubt = open_doubts(account).get()

    assert settle_doubt(doubt, actor=MIA, what="Cancelled there.", charge=True)
    assert not settle_doubt(doubt, actor=SYSTEM)

    assert open_doubts(account).count() == 0
    settled = settled_doubts(account).get()
    assert (settled.settled_by, settled.what) == ("mia", "Cancelled there.")
    assert settled.settled_at is not None
    event = ret.events.get(kind="label.doubt_settled")
    assert (event.actor_name, event.data["what"]) == ("mia", "Cancelled there.")
    assert [entry.kind for entry in LedgerEntry.objects.all()] == ["label"]
