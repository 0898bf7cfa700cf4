from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from retour_core.carriers.account_health import note_success
from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account
from retour_core.carriers.registry import carrier, followers
from retour_core.domain.tracking.sources import READERS
from retour_core.labels.models import Label
from retour_core.returns.models import Return
from retour_core.tracking.models import TrackedParcel
from retour_core.tracking.polling import ask, claim
from tests.carriers.contract import label_request
from tests.carriers.dhl_stub import DhlStub
from tests.carriers.faults import Fault
from tests.carriers.leaks import leaked
from tests.carriers.server import Stub
from tests.carriers.stubs import adapter_for, installed
from tests.core.labels.draining import drain
from tests.factories import NOW, make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def parcel(stub: Stub, private_files: None) -> Iterator[TrackedParcel]:
    with time_machine.travel(NOW, tick=False):
        brand = make_brand()
        account = CarrierAccount(kind=stub.kind, name=stub.kind)
        save_account(account, stub.settings, [brand])
        make_return(make_order(make_shop(brand)))
        drain()
        yield TrackedParcel.objects.get()


@pytest.fixture(params=["dhl_de", "easypost", "sendcloud", "shippo"])
def stub(request: pytest.FixtureRequest, settings: Any) -> Iterator[Stub]:
    with installed(request.param, settings) as stub:
        yield stub


def test_the_account_that_bought_the_label_is_asked_where_it_is(
    parcel: TrackedParcel,
) -> None:
    later = timezone.now() + timedelta(days=1)
    assert claim(now=later) == [parcel.pk]

    ask(parcel.pk)

    parcel.refresh_from_db()
    assert (parcel.status, parcel.number) == (
        "in_transit",
        Label.objects.get().tracking_number,
    )
    assert Return.objects.get().state == "in_transit"


def test_an_account_that_is_refused_is_asked_again_later(
    parcel: TrackedParcel, stub: Stub
) -> None:
    stub.next_find.append(Fault.AUTH)
    stub.next_fetch.append(Fault.AUTH)

    ask(parcel.pk)

    parcel.refresh_from_db()
    assert parcel.status == "unknown"
    assert parcel.next_poll_at is not None
    assert parcel.next_poll_at > timezone.now() + timedelta(hours=5)


def test_keys_that_are_refused_show_at_the_account_until_an_answer_comes(
    parcel: TrackedParcel, stub: Stub
) -> None:
    account = CarrierAccount.objects.get()
    stub.next_find.append(Fault.AUTH)
    stub.next_fetch.append(Fault.AUTH)

    ask(parcel.pk)
    # A label bought meanwhile says nothing of these keys.
    note_success(account)

    account.refresh_from_db()
    assert account.tracking_refused_at == NOW
    assert account.tracking_refusal != ""
    assert leaked(account.tracking_refusal, stub) == []

    stub.next_find.clear()
    stub.next_fetch.clear()
    ask(parcel.pk)

    account.refresh_from_db()
    assert (account.tracking_refused_at, account.tracking_refusal) == (None, "")


@pytest.mark.parametrize("fault", [Fault.INPUT, Fault.LIMIT, Fault.BROKEN_BEFORE])
def test_what_may_be_the_parcels_own_fault_is_none_of_the_account(
    parcel: TrackedParcel, stub: Stub, fault: Fault
) -> None:
    stub.next_find.append(fault)
    stub.next_fetch.append(fault)

    ask(parcel.pk)

    account = CarrierAccount.objects.get()
    assert (account.tracking_refused_at, account.last_fault_kind) == (None, "")


def test_other_keys_are_told_of_by_the_next_question(
    parcel: TrackedParcel, stub: Stub
) -> None:
    stub.next_find.append(Fault.AUTH)
    stub.next_fetch.append(Fault.AUTH)
    ask(parcel.pk)
    account = CarrierAccount.objects.get()

    save_account(account, stub.settings, [parcel.parent.brand])

    assert CarrierAccount.objects.get().tracking_refused_at is None


def test_one_nobody_ever_scans_is_not_asked_for_for_ever(parcel: TrackedParcel) -> None:
    with time_machine.travel(NOW + timedelta(days=61), tick=False):
        ask(parcel.pk)

    parcel.refresh_from_db()
    assert (parcel.next_poll_at, parcel.status) == (None, "unknown")


@pytest.fixture
def dhl(private_files: None, settings: Any) -> Iterator[DhlStub]:
    with installed("dhl_de", settings) as stub:
        assert isinstance(stub, DhlStub)
        yield stub


def test_a_parcel_dhl_does_not_know_yet_has_no_news(dhl: DhlStub) -> None:
    dhl.knows_parcels = False

    carrier: Any = adapter_for(dhl)

    assert carrier.news("", "999000000001") == {"shipments": []}


def test_a_test_account_of_dhl_asks_no_tracking(dhl: DhlStub) -> None:
    tester: Any = carrier("dhl_de", {**dhl.settings, "sandbox": True})
    dhl.next_fetch.append(Fault.AUTH)

    assert tester.news("", "999000000001") == {"shipments": []}
    assert len(dhl.next_fetch) == 1


def test_dhl_is_asked_at_most_250_times_a_day(dhl: DhlStub) -> None:
    cls = followers()[dhl.kind]
    # What one account may ask in any day: its rate, and the one that was saved up.
    assert 1 + cls.asks_per_minute * 60 * 24 <= 250


def test_a_parcel_whose_return_sendcloud_never_numbered_is_asked_for_by_its_own_number(
    settings: Any,
) -> None:
    with installed("sendcloud", settings) as stub:
        asked: Any = adapter_for(stub)
        bought = asked.buy(label_request())

        scans = READERS["sendcloud"](asked.news("", bought.tracking_number))

        assert scans == READERS["sendcloud"](asked.news(bought.carrier_id, ""))
        assert len(scans) == 2
        with pytest.raises(CarrierFault) as caught:
            asked.news("", "JVGL?/1")
    assert caught.value.kind is FaultKind.PERMANENT
