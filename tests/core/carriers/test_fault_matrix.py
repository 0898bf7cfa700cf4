"""Whatever breaks, with whichever carrier: one label, and nothing told."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account
from retour_core.carriers.registry import carrier_class
from retour_core.labels.doubt_models import CarrierDoubt
from retour_core.labels.models import Label
from retour_core.outbox.models import OutboxMessage
from retour_core.returns import operations
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from tests.carriers.faults import ON_THE_WAY, Fault
from tests.carriers.leaks import leaked
from tests.carriers.server import Stub
from tests.carriers.stubs import STUBS, installed
from tests.core.labels.draining import drain
from tests.factories import make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
REFUSALS = {Fault.AUTH, Fault.INPUT, Fault.GONE, Fault.REDIRECT}


@pytest.fixture
def stub(
    request: pytest.FixtureRequest, settings: Any, caplog: Any, private_files: None
) -> Iterator[Stub]:
    caplog.set_level(logging.DEBUG)
    with installed(request.param, settings) as stub:
        yield stub
        told = [caplog.text]
        told += [str(row) for row in OutboxMessage.objects.values()]
        told += [str(row) for row in Label.objects.values()]
        told += [str(row) for row in CarrierAccount.objects.values()]
        assert leaked("\n".join(told), stub) == []


def account_of(stub: Stub) -> CarrierAccount:
    account = CarrierAccount(kind=stub.kind, name=stub.kind)
    assert save_account(account, stub.settings, [make_brand()]) is None
    return account


def return_of(account: CarrierAccount) -> Return:
    order = make_order(make_shop(account.brands.get()))
    # Where its carrier takes parcels from.
    order.shipping_address["country"] = STUBS[account.kind].country
    order.save()
    return make_return(order)


def state_of(ret: Return) -> str:
    return Return.objects.get(pk=ret.pk).state


@pytest.mark.parametrize(
    ("stub", "secret"),
    [("shippo", "api_token"), ("dhl_de", "api_key"), ("inpost", "client_secret")],
    indirect=["stub"],
)
def test_a_key_pasted_with_an_invisible_character_is_no_key(
    stub: Stub, secret: str
) -> None:
    account = CarrierAccount(kind=stub.kind, name=stub.kind)
    pasted = {**stub.settings, secret: f"{stub.settings[secret]}\u200b"}
    fault = save_account(account, pasted, [make_brand()])
    assert fault is not None
    assert (fault.kind, account.last_fault_kind) == ("auth", "auth")


@pytest.mark.parametrize("fault", ON_THE_WAY)
@pytest.mark.parametrize("stub", list(STUBS), indirect=True)
def test_whatever_breaks_one_label_is_bought_and_kept(stub: Stub, fault: Fault) -> None:
    account = account_of(stub)
    ret = return_of(account)
    stub.next_buy.append(fault)

    drain()
    account.refresh_from_db()
    # An address that is refused says nothing of an account that works.
    assert bool(account.last_fault_kind) is (fault is not Fault.INPUT)
    if fault in REFUSALS:
        assert state_of(ret) == "label_failed"
        assert stub.numbers() == []
        operations.retry_label(ret, actor=SYSTEM)
    drain(3)

    label = Label.objects.get()
    assert (state_of(ret), label.state, label.account) == ("ready", "ready", account)
    if not carrier_class(stub.kind).capabilities.lookup:
        # What no answer told of is never used and costs nothing.
        assert label.tracking_number == stub.numbers()[-1]
    else:
        assert stub.numbers() == [label.tracking_number]
    account.refresh_from_db()
    assert account.last_success_at is not None


@pytest.mark.parametrize("stub", ["inpost"], indirect=True)
def test_a_label_whose_document_does_not_come_is_made_once(stub: Stub) -> None:
    """Their returns cannot be looked up; what one attempt made the next one knows."""
    ret = return_of(account_of(stub))
    for fault in (Fault.LIMIT, Fault.HTML_AFTER, Fault.RESET_AFTER, Fault.GONE):
        stub.next_fetch.extend([None, fault])  # who asks is told who it is, first

    drain(6)

    label = Label.objects.get()
    assert (state_of(ret), stub.numbers()) == ("ready", [label.tracking_number])
    assert CarrierDoubt.objects.count() == 0


@pytest.mark.parametrize("fault", ON_THE_WAY)
@pytest.mark.parametrize(
    "stub", ["sendcloud", "easypost", "shippo", "karrio"], indirect=True
)
def test_whatever_breaks_after_the_purchase_it_is_not_made_again(
    stub: Stub, fault: Fault
) -> None:
    account = account_of(stub)
    ret = return_of(account)
    if stub.makes_first:
        # Its shipment is looked for and made before it is bought.
        stub.next_fetch.extend([None, fault])
        stub.next_find.extend([None, fault])
    else:
        stub.next_fetch.append(fault)
        stub.next_find.append(fault)

    drain(6)
    if state_of(ret) == "label_failed":
        operations.retry_label(ret, actor=SYSTEM)
        drain(2)

    assert state_of(ret) == "ready"
    assert stub.numbers() == [Label.objects.get().tracking_number]
