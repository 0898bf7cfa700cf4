"""A number that the customer entered is followed, whatever breaks on the way."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account as save_carrier
from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.domain.tracking.sources import READERS
from retour_core.returns.models import Return
from retour_core.tracking.accounts import (
    check_account,
    save_account,
    set_active,
    tracker_for,
)
from retour_core.tracking.assigning import sweep
from retour_core.tracking.models import TrackedParcel, TrackingAccount, TrackingEvent
from retour_core.tracking.operations import enter_number, ingest
from retour_core.tracking.polling import ask, claim
from tests.carriers.aftership_stub import AfterShipStub, checkpoint
from tests.carriers.faults import ON_THE_WAY, Fault
from tests.carriers.leaks import leaked, shown_by
from tests.carriers.server import serving
from tests.carriers.stubs import installed
from tests.core.tracking.scanned import own_way_shop, ready, scan, state_of
from tests.factories import NOW, make_brand, make_order, make_shop

pytestmark = pytest.mark.django_db
UPS, OTHER, DHL = "1Z5R89390357567127", "1Z999AA10123456784", "00340434161094042557"


@pytest.fixture
def stub(settings: Any, caplog: Any) -> Iterator[AfterShipStub]:
    caplog.set_level(logging.DEBUG)
    with serving(AfterShipStub()) as stub, time_machine.travel(NOW, tick=False):
        settings.RETOUR_CARRIER_URLS = {"aftership": stub.url}
        settings.RETOUR_CARRIER_ANSWER_SECONDS = 1.0
        yield stub
        assert stub.complaints == []
        told = [caplog.text]
        told += [str(row) for row in TrackedParcel.objects.values()]
        told += [str(row) for row in TrackingAccount.objects.values()]
        assert leaked("\n".join(told), stub) == []


@pytest.fixture
def ret() -> Return:
    return ready(make_order(own_way_shop()))


@pytest.fixture
def account(stub: AfterShipStub, ret: Return) -> TrackingAccount:
    return account_at(stub, ret)


def account_at(stub: AfterShipStub, ret: Return) -> TrackingAccount:
    account = TrackingAccount(kind="aftership", name="AfterShip")
    assert save_account(account, stub.settings, [ret.brand]) is None
    return account


def at(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def poll(hours: float = 0) -> list[int]:
    """What beat does at that time."""
    with time_machine.travel(at(hours), tick=False):
        due = claim(now=datetime.now(UTC))
        for parcel_id in due:
            ask(parcel_id)
    return due


def told(stub: AfterShipStub, *tags: str, number: str = UPS) -> None:
    """What the courier has told by now, an hour after another."""
    stub.checkpoints[number] = [
        checkpoint(tag, at(hours + 1).isoformat(), city="Berlin")
        for hours, tag in enumerate(tags)
    ]


def test_a_number_entered_is_registered_and_its_first_scan_proves_the_sending(
    stub: AfterShipStub, account: TrackingAccount, ret: Return
) -> None:
    parcel = enter_number(ret, UPS)
    assert stub.numbers() == []
    assert poll() == [parcel.pk]
    assert (stub.numbers(), state_of(ret)) == ([UPS], "ready")

    told(stub, "InfoReceived", "InTransit")
    poll(18)

    parcel.refresh_from_db()
    assert (parcel.tracker, parcel.tracker_ref) == (account, stub.trackings[0]["id"])
    assert (state_of(ret), parcel.sent_at) == ("in_transit", at(2))
    assert stub.purchases_asked == 1


def test_a_webhook_moves_it_without_being_asked(
    stub: AfterShipStub, account: TrackingAccount, ret: Return
) -> None:
    enter_number(ret, UPS)
    poll()
    told(stub, "InTransit")
    pushed = {"msg": {"tracking_number": UPS, "checkpoints": stub.checkpoints[UPS]}}
    scans = READERS["aftership"](pushed)
    ingest("aftership", scans, received_at=at(1), brands=[ret.brand_id])
    assert state_of(ret) == "in_transit"
    poll(24)
    assert TrackingEvent.objects.count() == 1


@pytest.mark.parametrize("fault", [*ON_THE_WAY, Fault.NO_NUMBER, Fault.ANOTHER])
def test_whatever_breaks_it_is_registered_once_and_followed(
    stub: AfterShipStub, account: TrackingAccount, ret: Return, fault: Fault
) -> None:
    parcel = enter_number(ret, UPS)
    stub.next_buy.append(fault)
    poll()

    parcel.refresh_from_db()
    assert (parcel.tracker_ref, bool(parcel.trouble)) == ("", True)
    account.refresh_from_db()
    assert account.last_fault_kind == {
        Fault.AUTH: "auth",
        Fault.INPUT: "input",
        Fault.GONE: "permanent",
        Fault.REDIRECT: "permanent",
        **dict.fromkeys((f for f in Fault if f.name.startswith("LIMIT")), "limit"),
    }.get(fault, "temporary")
    told(stub, "InTransit")
    poll(6.1)

    parcel.refresh_from_db()
    assert (stub.numbers(), parcel.trouble) == ([UPS], "")
    assert state_of(ret) == "in_transit"
    account.refresh_from_db()
    assert account.last_success_at == at(6.1)


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        (Fault.LIMIT, timedelta(seconds=7)),
        (Fault.LIMIT_NONSENSE, timedelta(minutes=1)),
        (Fault.BROKEN_BEFORE, timedelta(hours=1)),
        (Fault.AUTH, timedelta(hours=6)),
    ],
)
def test_it_is_asked_again_when_that_makes_sense(
    stub: AfterShipStub,
    account: TrackingAccount,
    ret: Return,
    fault: Fault,
    pause: timedelta,
) -> None:
    parcel = enter_number(ret, UPS)
    stub.next_buy.append(fault)
    poll()
    parcel.refresh_from_db()
    assert parcel.next_poll_at == NOW + pause


def test_a_number_that_is_there_already_is_taken_as_registered(
    stub: AfterShipStub, account: TrackingAccount, ret: Return
) -> None:
    tracker_for(account).register(UPS)
    told(stub, "InTransit")
    parcel = enter_number(ret, UPS)
    poll()
    parcel.refresh_from_db()
    assert (stub.numbers(), parcel.trouble) == ([UPS], "")
    assert (parcel.tracker_ref, state_of(ret)) == (
        stub.trackings[0]["id"],
        "in_transit",
    )


def test_a_parcel_removed_there_is_registered_again(
    stub: AfterShipStub, account: TrackingAccount, ret: Return
) -> None:
    enter_number(ret, UPS)
    poll()
    stub.forget(UPS)
    for hours in (18, 36):
        poll(hours)
    assert stub.numbers() == [UPS]
    assert stub.purchases_asked == 2


def test_what_aftership_says_of_a_number_is_shown_without_the_key(
    stub: AfterShipStub, account: TrackingAccount, ret: Return
) -> None:
    stub.undetected.add("QQ12345678")
    parcel = enter_number(ret, "QQ 1234 5678", sure=True)
    poll()
    parcel.refresh_from_db()
    assert parcel.trouble == "AfterShip answered 400: Cannot detect courier. …"


def test_keys_show_in_no_fault(stub: AfterShipStub, account: TrackingAccount) -> None:
    stub.next_fetch.append(Fault.AUTH)
    with pytest.raises(CarrierFault) as caught:
        tracker_for(account).test_credentials()
    assert caught.value.kind is FaultKind.AUTH
    assert leaked(shown_by(caught.value), stub) == []


def test_an_account_is_saved_with_what_is_wrong_and_tested_again(
    stub: AfterShipStub, ret: Return
) -> None:
    account = TrackingAccount(kind="aftership", name="AfterShip")
    wrong = save_account(account, {"api_key": "not-the-key"}, [ret.brand])
    assert wrong is not None
    assert wrong.kind is FaultKind.AUTH
    account.refresh_from_db()
    assert account.last_fault_kind == "auth"
    assert leaked(account.secrets.stored(), stub) == []
    assert save_account(account, stub.settings, [ret.brand]) is None
    assert check_account(account) is None


def test_each_account_is_asked_within_its_limit(
    stub: AfterShipStub, account: TrackingAccount, ret: Return
) -> None:
    enter_number(ret, UPS)
    TrackedParcel.objects.bulk_create(
        TrackedParcel(
            parent=ret,
            number=f"4711{number}",
            since=NOW,
            tracker=account,
            next_poll_at=NOW,
        )
        for number in range(300)
    )
    # Two minutes' worth, and what a minute adds.
    counts = [len(claim(now=NOW + timedelta(minutes=m))) for m in (0, 0, 1)]
    assert counts == [240, 0, 61]


def test_without_an_account_nobody_is_asked(stub: AfterShipStub, ret: Return) -> None:
    parcel = enter_number(ret, UPS)
    assert (parcel.next_poll_at, poll()) == (None, [])


def test_a_number_entered_before_the_account_is_followed_by_the_next_sweep(
    stub: AfterShipStub, ret: Return
) -> None:
    parcel = enter_number(ret, UPS)
    sweep(now=at(0))
    assert poll() == []
    account_at(stub, ret)
    assert sweep(now=at(1)) == 1
    assert poll(1) == [parcel.pk]
    assert stub.numbers() == [UPS]
    assert sweep(now=at(2)) == 0


def test_another_brands_account_follows_nothing_of_this_one(
    stub: AfterShipStub, ret: Return
) -> None:
    other = ready(make_order(make_shop(make_brand("lune", methods=["own_carrier"]))))
    account_at(stub, other)
    parcel = enter_number(ret, UPS)
    sweep(now=NOW)
    parcel.refresh_from_db()
    assert (parcel.tracker, parcel.next_poll_at) == (None, None)


def test_an_account_switched_off_registers_nothing_new_but_keeps_what_it_has(
    stub: AfterShipStub, account: TrackingAccount, ret: Return
) -> None:
    first = enter_number(ret, UPS)
    poll()
    set_active(account, active=False)
    second = enter_number(ready(make_order(ret.order.shop)), OTHER)
    assert second.tracker is None
    told(stub, "InTransit")
    assert poll(18) == [first.pk]
    assert (state_of(ret), stub.numbers()) == ("in_transit", [UPS])


def test_one_switched_off_before_the_number_was_registered_leaves_it_to_others(
    stub: AfterShipStub, account: TrackingAccount, ret: Return
) -> None:
    parcel = enter_number(ret, UPS)
    set_active(account, active=False)
    poll()
    parcel.refresh_from_db()
    assert (parcel.tracker, parcel.next_poll_at, stub.numbers()) == (None, None, [])


def test_the_brands_own_courier_is_asked_before_any_tracker(
    settings: Any, ret: Return
) -> None:
    with (
        time_machine.travel(NOW, tick=False),
        installed("dhl_de", settings) as dhl,
        serving(AfterShipStub()) as stub,
    ):
        settings.RETOUR_CARRIER_URLS |= {"aftership": stub.url}
        own = CarrierAccount(kind="dhl_de", name="DHL")
        save_carrier(own, dhl.settings, [ret.brand])
        account_at(stub, ret)
        dhl.orders.append({"shipmentNo": DHL})  # type: ignore[attr-defined]

        parcel = enter_number(ret, DHL)
        poll()

        parcel.refresh_from_db()
        assert (parcel.account, parcel.tracker) == (own, None)
        assert (state_of(ret), stub.numbers()) == ("in_transit", [])


def test_a_corrected_number_is_followed_in_the_place_of_the_wrong_one(
    stub: AfterShipStub, account: TrackingAccount, ret: Return
) -> None:
    enter_number(ret, OTHER)
    poll()
    enter_number(ret, UPS)
    poll(1)
    assert TrackedParcel.objects.get().number == UPS
    ingest("aftership", [scan_of(OTHER)], received_at=at(2))
    assert state_of(ret) == "ready"


def scan_of(number: str) -> Scan:
    return scan(TrackingStatus.ACCEPTED, 1, number)
