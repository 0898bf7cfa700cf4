"""Whether a carrier that said it would see took a label back, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
import time_machine
from django.db.models import Sum
from django.utils import timezone

from retour_core.billing.models import LedgerEntry
from retour_core.billing.operations import choose_plan
from retour_core.carriers.base import CancelOutcome, Decides
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account
from retour_core.domain.label_prices import EntryKind
from retour_core.domain.tracking import Scan
from retour_core.domain.tracking import TrackingStatus as T
from retour_core.labels.deciding import PAUSE, TIMES
from retour_core.labels.doubt_models import CarrierDoubt
from retour_core.labels.doubts import open_doubts, settle_doubt
from retour_core.labels.models import Label
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import claim, deliver
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return
from retour_core.tracking.models import PollBudget
from retour_core.tracking.operations import ingest
from tests.carriers.contract import label_request
from tests.carriers.faults import Fault
from tests.carriers.sendcloud_stub import SendcloudStub
from tests.carriers.stubs import adapter_for, installed
from tests.core.billing.test_ledger import make_plan
from tests.factories import NOW, make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
REFUSED = "cancellation-failed"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def stub(settings: Any) -> Iterator[SendcloudStub]:
    with installed("sendcloud", settings) as stub:
        assert isinstance(stub, SendcloudStub)
        yield stub


@pytest.fixture
def ret(clock: Any, stub: SendcloudStub, private_files: None) -> Return:
    """Ready, with a label of Sendcloud's that costs a quarter."""
    brand = make_brand()
    choose_plan(brand.pk, make_plan((1, 25)))
    save_account(CarrierAccount(kind=stub.kind, name="Ours"), stub.settings, [brand])
    made = make_return(make_order(make_shop(brand)))
    drain()
    return made


def drain() -> None:
    for message_id in claim(50, now=timezone.now()):
        deliver(message_id)


def cancel(ret: Return) -> None:
    operations.cancel(ret, actor=CUSTOMER)
    drain()


def next_day(clock: Any) -> None:
    clock.shift(PAUSE)
    drain()


def scan() -> None:
    number = Label.objects.get().tracking_number
    at = timezone.now()
    told = Scan(number=number, status=T.ACCEPTED, code=f"{at}", at=at)
    ingest("sendcloud", [told], received_at=at)


def entries() -> list[tuple[str, int]]:
    rows = LedgerEntry.objects.order_by("pk")
    return list(rows.values_list("kind", "amount_minor"))


def asked_again() -> int:
    return OutboxMessage.objects.filter(kind="cancel_news").count()


def test_one_that_was_refused_is_charged_after_all(
    ret: Return, stub: SendcloudStub, clock: Any
) -> None:
    cancel(ret)
    assert (Label.objects.get().state, entries()) == (
        "cancelled",
        [("label", 25), ("credit", -25)],
    )
    next_day(clock)
    assert (asked_again(), len(entries())) == (2, 2)

    stub.decide(5000, REFUSED)
    next_day(clock)

    assert entries()[2:] == [("recharge", 25)]
    label = Label.objects.get()
    assert label.state == "ready"
    told = ret.events.get(kind="label.not_taken_back").data
    assert told == {"parcel": 1, "tracking_number": label.tracking_number}
    next_day(clock)
    assert (asked_again(), len(entries())) == (2, 3)


def test_one_that_was_taken_back_stays_credited_and_is_asked_no_more(
    ret: Return, stub: SendcloudStub, clock: Any
) -> None:
    cancel(ret)
    stub.decide(5000, "cancelled")
    for _day in range(3):
        next_day(clock)
    assert (asked_again(), entries()) == (1, [("label", 25), ("credit", -25)])


def test_one_that_is_never_decided_is_asked_for_a_month(
    ret: Return, clock: Any
) -> None:
    cancel(ret)
    for _day in range(TIMES + 5):
        next_day(clock)
    assert (asked_again(), len(entries())) == (TIMES, 2)
    number = Label.objects.get().tracking_number
    told = ret.events.get(kind="label.undecided_doubtful").data
    assert told == {"parcel": 1, "reference": number}


@pytest.mark.parametrize(
    ("charge", "kind"),
    [(True, "label.charged_after_all"), (False, "label.doubt_settled")],
)
def test_staff_charge_one_that_was_never_decided_or_leave_it(
    charge: bool, kind: str, ret: Return, clock: Any
) -> None:
    cancel(ret)
    for _day in range(TIMES + 1):
        next_day(clock)
    doubt = open_doubts(CarrierAccount.objects.get()).get()
    assert doubt.kind == "undecided"

    settle_doubt(doubt, actor=CUSTOMER, charge=charge)

    charged = [("recharge", 25)] if charge else []
    assert entries()[2:] == charged
    assert ret.events.filter(kind=kind).count() == 1
    assert CarrierDoubt.objects.get().charged is charge
    scan()
    assert entries()[2:] == [("recharge", 25)]


def test_a_scan_answers_what_was_never_decided(ret: Return, clock: Any) -> None:
    cancel(ret)
    for _day in range(TIMES + 1):
        next_day(clock)

    scan()

    assert open_doubts(CarrierAccount.objects.get()).count() == 0
    assert entries()[2:] == [("recharge", 25)]


def test_one_that_is_scanned_after_its_credit_is_charged_once_more(
    ret: Return, stub: SendcloudStub, clock: Any
) -> None:
    cancel(ret)
    clock.shift(timedelta(hours=2))
    scan()
    assert entries()[2:] == [("recharge", 25)]
    assert ret.events.filter(kind="label.used_after_all").count() == 1
    clock.shift(timedelta(hours=2))
    scan()
    stub.decide(5000, REFUSED)
    next_day(clock)
    assert len(entries()) == 3


def test_the_carrier_is_asked_within_the_budget_of_its_account(
    ret: Return, clock: Any, stub: SendcloudStub
) -> None:
    cancel(ret)
    stub.decide(5000, REFUSED)
    clock.shift(PAUSE)
    PollBudget.objects.update_or_create(
        source=f"sendcloud.{Label.objects.get().account_id}",
        defaults={"tokens": 0, "filled_at": timezone.now()},
    )
    drain()
    assert len(entries()) == 2
    clock.shift(timedelta(minutes=61))
    drain()
    assert len(entries()) == 3


def test_a_carrier_that_is_down_is_asked_again(
    ret: Return, clock: Any, stub: SendcloudStub
) -> None:
    cancel(ret)
    stub.decide(5000, REFUSED)
    stub.next_fetch.append(Fault.BROKEN_BEFORE)
    next_day(clock)
    assert len(entries()) == 2
    clock.shift(timedelta(hours=1))
    drain()
    assert len(entries()) == 3


ORDERS = [order for n in range(1, 4) for order in product("csrd", repeat=n)]


@pytest.mark.parametrize("order", ORDERS, ids="".join)
def test_a_label_costs_its_price_or_nothing_whatever_comes_first(
    order: Sequence[str], ret: Return, stub: SendcloudStub, clock: Any
) -> None:
    """(c)ancelled, (s)canned, (r)efused or a (d)ay later."""
    for step in order:
        if step == "c" and ret.events.filter(kind="return.cancelled").count() == 0:
            if Return.objects.get().state == "ready":
                cancel(Return.objects.get())
        elif step == "s":
            clock.shift(timedelta(minutes=5))
            scan()
        elif step == "r":
            stub.decide(5000, REFUSED)
        elif step == "d":
            next_day(clock)
        assert balance() in (0, 25)
    if "s" in order:
        assert balance() == 25


def balance() -> int:
    paid = LedgerEntry.objects.exclude(kind=EntryKind.SURCHARGE)
    return int(paid.aggregate(sum=Sum("amount_minor"))["sum"])


@pytest.mark.parametrize("kind", ["easypost", "sendcloud", "shippo"])
def test_who_says_that_it_will_see_can_be_asked(kind: str, settings: Any) -> None:
    with installed(kind, settings) as stub:
        carrier = adapter_for(stub)
        bought = carrier.buy(label_request())
        assert carrier.cancel(bought.carrier_id) is CancelOutcome.REQUESTED
        assert isinstance(carrier, Decides)
        assert carrier.cancellation(bought.carrier_id) is CancelOutcome.REQUESTED


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("announced", CancelOutcome.REQUESTED),
        ("cancelling-upstream", CancelOutcome.REQUESTED),
        ("cancelled-upstream", CancelOutcome.CANCELLED),
        ("cancellation-failed", CancelOutcome.TOO_LATE),
        ("sorted", CancelOutcome.TOO_LATE),
    ],
)
def test_what_sendcloud_says_of_the_parcel_decides(
    status: str, outcome: CancelOutcome, stub: SendcloudStub
) -> None:
    carrier: Any = adapter_for(stub)
    bought = carrier.buy(label_request())
    stub.decide(5000, status)
    assert carrier.cancellation(bought.carrier_id) is outcome


@pytest.mark.parametrize(
    ("kind", "field", "told"),
    [
        (
            "easypost",
            "refund_status",
            {"refunded": "cancelled", "rejected": "too_late"},
        ),
        ("shippo", "status", {"REFUNDED": "cancelled", "REFUNDREJECTED": "too_late"}),
    ],
)
def test_what_others_say_of_the_refund_decides(
    kind: str, field: str, told: dict[str, str], settings: Any
) -> None:
    with installed(kind, settings) as stub:
        carrier: Any = adapter_for(stub)
        bought = carrier.buy(label_request())
        made: Any = stub
        row = (
            made.shipments[bought.carrier_id]
            if kind == "easypost"
            else made.transactions[0]
        )
        for word, outcome in told.items():
            row[field] = word
            assert carrier.cancellation(bought.carrier_id) == outcome


def test_a_carrier_that_rests_for_a_day_is_asked_when_it_is_over(
    ret: Return, stub: SendcloudStub, clock: Any
) -> None:
    cancel(ret)
    stub.decide(5000, REFUSED)
    clock.shift(PAUSE)
    PollBudget.objects.create(
        source=f"sendcloud.{CarrierAccount.objects.get().pk}",
        tokens=0,
        filled_at=timezone.now(),
        rests_until=timezone.now() + timedelta(days=1),
    )
    for _quarter in range(4 * 26):
        drain()
        clock.shift(timedelta(minutes=15))

    assert entries()[2:] == [("recharge", 25)]
