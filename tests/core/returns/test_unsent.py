"""A return nobody sent is over when its time is, and a scan always wins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from retour_core.domain.policies import RequestKind
from retour_core.domain.tracking import Scan
from retour_core.domain.tracking import TrackingStatus as T
from retour_core.labels.models import Label, LabelState
from retour_core.orders.models import OrderLine
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.unsent import expire_unsent
from retour_core.tracking.models import TrackingEvent
from retour_core.tracking.operations import ingest
from tests.core.labels.test_make_label import _files, drain, state_of  # noqa: F401
from tests.core.labels.test_several_parcels import kinds
from tests.factories import make_order, make_return

pytestmark = pytest.mark.django_db

READY = datetime(2026, 6, 1, 12, tzinfo=UTC)
# 14 days to send and 14 of grace: 29 June is the last day, in Berlin.
LAST = datetime(2026, 6, 29, 21, 59, tzinfo=UTC)
OVER = LAST + timedelta(minutes=1)


@pytest.fixture
def ret() -> Return:
    made = make_return()
    drain()
    ReturnEvent.objects.filter(to_state="ready").update(at=READY)
    Label.objects.update(ready_at=READY)
    Return.objects.update(decision=None)
    return Return.objects.get(pk=made.pk)


def scan_it() -> None:
    at, number = timezone.now(), Label.objects.get().tracking_number
    scan = Scan(number=number, status=T.ACCEPTED, code="a", at=at)
    ingest("own", [scan], received_at=at)


def free_units() -> int:
    return OrderLine.objects.get().returnable


def test_it_expires_once_after_the_days_of_grace(ret: Return) -> None:
    held = free_units()
    assert expire_unsent(now=LAST) == 0
    assert [expire_unsent(now=OVER), expire_unsent(now=OVER)] == [1, 0]
    drain()
    assert (state_of(ret), free_units() > held) == ("expired", True)
    assert Label.objects.get().state == "cancelled"
    assert kinds() == ["label", "credit"]


def test_a_withdrawal_never_does(ret: Return) -> None:
    Return.objects.update(kind=RequestKind.WITHDRAWAL)
    assert expire_unsent(now=OVER) == 0
    assert state_of(ret) == "ready"


@pytest.mark.parametrize(
    "later",
    [
        {"ready_at": READY + timedelta(days=1)},
        {"expires_at": READY + timedelta(days=15)},
        {"state": LabelState.PENDING},
    ],
)
def test_a_label_that_is_newer_longer_valid_or_being_made_is_waited_for(
    ret: Return, later: dict[str, object]
) -> None:
    Label.objects.update(**later)
    assert expire_unsent(now=OVER) == 0
    assert state_of(ret) == "ready"


def test_a_scan_kept_but_not_yet_followed_wins(ret: Return) -> None:
    TrackingEvent.objects.create(
        source="own",
        fingerprint="x",
        number=Label.objects.get().tracking_number,
        status=T.ACCEPTED,
        at=timezone.now(),
        received_at=timezone.now(),
    )
    assert expire_unsent(now=OVER) == 0
    assert state_of(ret) == "ready"


def test_a_scan_that_comes_later_brings_it_back_with_its_units(ret: Return) -> None:
    held = free_units()
    assert expire_unsent(now=OVER) == 1
    scan_it()
    assert (state_of(ret), free_units()) == ("in_transit", held)
    [message] = OutboxMessage.objects.filter(kind="cancel_label", done_at=None)
    deliver(message.pk)
    assert Label.objects.get().state == "ready"
    assert kinds() == ["label"]


def test_units_that_went_elsewhere_meanwhile_stay_there(ret: Return) -> None:
    assert expire_unsent(now=OVER) == 1
    OrderLine.objects.update(returnable_limit=0)
    scan_it()
    assert state_of(ret) == "expired"
    assert ret.events.filter(kind="return.parcel_after_end").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_label_still_keeps_alive_is_not_locked_each_hour(
    ret: Return, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count - 1):
        make_return(make_order(ret.order.shop))
    drain()
    ReturnEvent.objects.filter(to_state="ready").update(at=READY)
    Label.objects.update(ready_at=READY, expires_at=OVER - timedelta(days=1))
    assert Return.objects.filter(state="ready").count() == count
    with django_assert_num_queries(1):
        assert expire_unsent(now=OVER) == 0
