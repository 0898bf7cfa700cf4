"""Carriers are asked when it is time, within their limits, until there is an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from retour_core.carriers.accounts import put_settings
from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.registry import carrier_classes
from retour_core.labels.models import Label, LabelState
from retour_core.returns.models import Return
from retour_core.tracking import polling
from retour_core.tracking.asked import limit_of
from retour_core.tracking.models import TrackedParcel, TrackingEvent
from retour_core.tracking.operations import track
from tests.carriers.asked import AskedCarrier, install
from tests.carriers.dhl_stub import DhlStub
from tests.core.tracking.scanned import followed, own_way_shop, ready, state_of
from tests.factories import NOW, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def carrier(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[type[AskedCarrier]]:
    yield install(monkeypatch, tmp_path)
    carrier_classes.cache_clear()


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def parcel(number: str = "4711", ret: Return | None = None) -> TrackedParcel:
    ret = ret or ready()
    account, _ = CarrierAccount.objects.get_or_create(kind="asked", name="Ours")
    label = Label.objects.create(
        parent=ret,
        account=account,
        carrier="asked",
        carrier_id=f"id-{number}",
        state=LabelState.READY,
    )
    return track(ret, number, since=NOW, source="asked", label=label)


def news(status: str, at: datetime = NOW, number: str = "4711") -> dict[str, Any]:
    events = [{"status": status, "at": at.isoformat()}]
    return {"tracking_number": number, "events": events}


def next_of(parcel: TrackedParcel) -> timedelta | None:
    at = TrackedParcel.objects.get(pk=parcel.pk).next_poll_at
    return None if at is None else at - datetime.now(UTC)


def test_a_parcel_is_asked_for_and_its_return_moves(
    carrier: type[AskedCarrier], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrier, "answer", news("accepted"))
    one = parcel()

    assert polling.claim(now=NOW) == [one.pk]
    polling.ask(one.pk)

    assert carrier.asked == [("id-4711", "4711")]
    assert state_of(one.parent) == "in_transit"
    pause = next_of(one)
    assert pause is not None
    assert timedelta(hours=3.2) <= pause <= timedelta(hours=4.8)


def test_a_claimed_parcel_is_nobody_elses_until_its_lease_ends() -> None:
    one = parcel()
    claims = [
        polling.claim(now=NOW + timedelta(minutes=minutes)) for minutes in (0, 1, 9, 11)
    ]
    assert claims == [[one.pk], [], [], [one.pk]]


def test_a_carrier_is_asked_no_more_than_it_allows() -> None:
    shop = own_way_shop()
    for number in range(8):
        parcel(f"471{number}", ready(make_order(shop)))
    # Two a minute, and what two minutes left unused.
    counts = [
        len(polling.claim(now=NOW + timedelta(seconds=seconds)))
        for seconds in (0, 0, 29, 30, 90, 95)
    ]
    assert counts == [4, 0, 0, 1, 2, 0]


def test_who_tells_to_wait_is_asked_about_no_other_parcel_meanwhile(
    carrier: type[AskedCarrier], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = own_way_shop()
    rows = [parcel(f"471{n}", ready(make_order(shop))) for n in range(4)]
    limit = CarrierFault(FaultKind.LIMIT, "", retry_after=timedelta(seconds=90))
    monkeypatch.setattr(carrier, "answer", limit)
    for pk in polling.claim(now=NOW):
        polling.ask(pk)
    assert len(carrier.asked) == 1
    assert [next_of(row) for row in rows] == [timedelta(seconds=90)] * 4
    # Then what its limit has left, and two a minute.
    counts = [
        len(polling.claim(now=NOW + timedelta(seconds=seconds)))
        for seconds in (60, 90, 119, 120, 150)
    ]
    assert counts == [0, 3, 0, 1, 0]


def test_accounts_of_one_app_share_what_it_may_ask() -> None:
    def account(name: str, **values: str) -> CarrierAccount:
        made = CarrierAccount(kind="dhl_de", name=name)
        put_settings(made, {**DhlStub.settings, **values})
        made.save()
        return made

    first, second = account("North"), account("South", username="another")
    other = account("Own app", api_key="another-key")
    keys = [limit_of(source="dhl_de", label__account=a.pk) for a in (first, second)]
    assert keys[0] is not None
    assert keys[0] == keys[1]
    assert keys[0] != limit_of(source="dhl_de", label__account=other.pk)
    assert DhlStub.settings["api_key"] not in keys[0].key


def test_the_end_is_the_last_that_is_asked(
    carrier: type[AskedCarrier], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrier, "answer", news("delivered"))
    one = parcel()
    polling.ask(one.pk)
    assert next_of(one) is None
    polling.ask(one.pk)
    assert carrier.asked == [("id-4711", "4711")]


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        (
            CarrierFault(FaultKind.LIMIT, "", retry_after=timedelta(seconds=90)),
            timedelta(seconds=90),
        ),
        (CarrierFault(FaultKind.LIMIT, ""), timedelta(hours=1)),
        (CarrierFault(FaultKind.TEMPORARY, ""), timedelta(hours=1)),
        (CarrierFault(FaultKind.AUTH, ""), timedelta(hours=6)),
    ],
)
def test_a_fault_puts_the_next_question_off(
    carrier: type[AskedCarrier],
    monkeypatch: pytest.MonkeyPatch,
    fault: CarrierFault,
    pause: timedelta,
) -> None:
    monkeypatch.setattr(carrier, "answer", fault)
    one = parcel()
    polling.ask(one.pk)
    assert next_of(one) == pause
    assert state_of(one.parent) == "ready"


@pytest.mark.parametrize("answer", [None, [], "<html>", {"tracking_number": ""}])
def test_an_answer_that_cannot_be_read_changes_nothing(
    carrier: type[AskedCarrier], monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    monkeypatch.setattr(carrier, "answer", answer)
    one = parcel()
    polling.ask(one.pk)
    assert next_of(one) == timedelta(hours=1)
    assert not TrackingEvent.objects.exists()


def test_nobody_is_asked_about_a_number_without_a_carrier() -> None:
    ret = ready()
    followed(ret)
    track(ret, "815", since=NOW, source="own")
    assert polling.claim(now=NOW + timedelta(days=1)) == []
