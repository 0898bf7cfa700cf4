from __future__ import annotations

import itertools

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.domain.digests import Rhythm
from retour_core.domain.states import ReturnState
from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.notices.models import Notice
from retour_core.notices.operations import subscribe
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.operations import cancel
from retour_core.returns.receiving import receive
from retour_core.returns.transition import lock_return, move
from retour_core.tracking.models import TrackedParcel, TrackingEvent
from retour_core.tracking.operations import ingest, track
from retour_core.webhooks.models import WebhookDelivery
from retour_core.webhooks.operations import add_endpoint
from tests.core.tracking.scanned import (
    NUMBER,
    followed,
    hour,
    mails,
    own_way_shop,
    ready,
    scan,
    state_of,
)
from tests.factories import NOW, make_order

pytestmark = pytest.mark.django_db
S = TrackingStatus


def tell(*scans: Scan, at: float = 3, source: str = "generic") -> int:
    return ingest(source, scans, received_at=hour(at))


def kinds(ret: Return) -> list[str]:
    events = ReturnEvent.objects.filter(parent=ret, pk__gt=0).order_by("pk")
    return [event.kind for event in events]


def test_the_first_scan_takes_a_return_on_its_way() -> None:
    parcel = followed()
    before = kinds(parcel.parent)

    assert tell(scan(S.ANNOUNCED, 0), scan(S.ACCEPTED, 1), scan(S.IN_TRANSIT, 2)) == 3

    assert state_of(parcel.parent) == "in_transit"
    assert kinds(parcel.parent) == [*before, "return.in_transit"]
    event = ReturnEvent.objects.get(kind="return.in_transit")
    assert (event.actor_kind, event.data) == (
        "system",
        {"sent_at": hour(1).isoformat()},
    )
    parcel.refresh_from_db()
    assert parcel.status == "in_transit"
    assert (parcel.sent_at, parcel.known_at) == (hour(1), hour(3))
    assert mails(parcel.parent) == ["ready", "in_transit"]


def test_an_announcement_moves_nothing() -> None:
    parcel = followed()
    tell(scan(S.ANNOUNCED))
    assert state_of(parcel.parent) == "ready"
    parcel.refresh_from_db()
    assert parcel.status == "announced"


def test_being_told_again_writes_nothing() -> None:
    ret = followed().parent
    told = [scan(S.ACCEPTED, 1), scan(S.DELIVERED, 2)]
    tell(*told)
    before = (
        list(TrackedParcel.objects.values()),
        kinds(ret),
        OutboxMessage.objects.count(),
        Return.objects.get().updated_at,
    )

    assert tell(*told, *told, at=9) == 0

    assert before == (
        list(TrackedParcel.objects.values()),
        kinds(ret),
        OutboxMessage.objects.count(),
        Return.objects.get().updated_at,
    )


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_in_every_order_a_parcel_ends_the_same(order: tuple[int, ...]) -> None:
    ret = followed().parent
    course = [
        scan(S.ANNOUNCED, 0),
        scan(S.ACCEPTED, 1),
        scan(S.OUT_FOR_DELIVERY, 2),
        scan(S.DELIVERED, 3),
    ]
    for position in order:
        tell(course[position], at=4)

    assert state_of(ret) == "arrived"
    [parcel] = TrackedParcel.objects.values("status", "sent_at", "ended_at", "last_at")
    assert parcel == {
        "status": "delivered",
        "sent_at": hour(1),
        "ended_at": hour(3),
        "last_at": hour(3),
    }
    assert mails(ret).count("in_transit") <= 1
    told = [
        e.data["sent_at"] for e in ReturnEvent.objects.filter(data__has_key="sent_at")
    ]
    assert min(told) == hour(1).isoformat()


def test_a_return_that_was_received_only_learns_when_it_was_sent() -> None:
    ret = followed().parent
    receive(ret, actor=SYSTEM)
    sent = mails(ret)

    tell(scan(S.ACCEPTED, 1), scan(S.DELIVERED, 2))

    assert state_of(ret) == "inspected"
    assert kinds(ret)[-1] == "return.sending_proved"
    assert mails(ret) == sent


def test_a_cancelled_return_stays_cancelled_and_shows_that_its_parcel_travels() -> None:
    ret = followed().parent
    cancel(ret, actor=SYSTEM)

    tell(scan(S.IN_TRANSIT, 1))

    assert state_of(ret) == "cancelled"
    assert kinds(ret)[-2:] == ["return.sending_proved", "return.parcel_after_end"]


def test_an_earlier_scan_that_comes_late_dates_the_sending_once() -> None:
    ret = followed().parent
    tell(scan(S.IN_TRANSIT, 5), at=6)

    tell(scan(S.ACCEPTED, 1), at=20)
    tell(scan(S.ACCEPTED, 1), scan(S.IN_TRANSIT, 5), at=21)

    proved = ReturnEvent.objects.filter(kind="return.sending_proved")
    assert [event.data for event in proved] == [{"sent_at": hour(1).isoformat()}]
    assert mails(ret) == ["ready", "in_transit"]


def test_a_parcel_that_goes_back_bounces_the_return_without_telling_it_travels() -> (
    None
):
    ret = followed().parent
    tell(scan(S.ACCEPTED, 1), scan(S.RETURNING, 2), scan(S.DELIVERED, 3))
    assert state_of(ret) == "bounced"
    assert TrackedParcel.objects.get().status == "returned"
    assert "in_transit" not in mails(ret)


def test_a_problem_is_in_the_timeline_once() -> None:
    ret = followed().parent
    tell(scan(S.ACCEPTED, 1), scan(S.PROBLEM, 2))
    tell(scan(S.PROBLEM, 2), at=8)
    assert kinds(ret)[-1] == "return.parcel_problem"
    assert kinds(ret).count("return.parcel_problem") == 1


def test_a_problem_is_told_once_until_it_is_over() -> None:
    ret = followed().parent
    tell(scan(S.ACCEPTED, 1), scan(S.PROBLEM, 2))
    tell(scan(S.PROBLEM, 3), at=4)
    tell(scan(S.DELAYED, 4), at=5)
    tell(scan(S.PROBLEM, 5), at=6)
    assert kinds(ret).count("return.parcel_problem") == 1

    tell(scan(S.OUT_FOR_DELIVERY, 7), at=8)
    tell(scan(S.PROBLEM, 8), at=9)
    assert kinds(ret).count("return.parcel_problem") == 2


@pytest.mark.parametrize("how", ["cancelled", "expired"])
def test_a_parcel_of_a_return_that_is_over_is_told_once(how: str) -> None:
    ret = followed().parent
    if how == "cancelled":
        cancel(ret, actor=SYSTEM)
    else:
        Return.objects.update(state="expired", submitted_at=None)
    for hours in (1, 2, 3):
        tell(scan(S.IN_TRANSIT, hours), at=hours + 1)
    assert kinds(ret).count("return.parcel_after_end") == 1
    assert state_of(ret) == how


def test_a_late_scan_of_what_was_settled_is_no_parcel_after_the_end() -> None:
    ret = followed().parent
    moved = hour(5)
    Return.objects.update(state="settled")
    ReturnEvent.objects.create(
        parent=ret, kind="return.settled", to_state="settled", at=moved
    )
    tell(scan(S.ACCEPTED, 1), scan(S.DELIVERED, 4), at=6)
    assert "return.parcel_after_end" not in kinds(ret)
    track(ret, "RB473124829DE", since=NOW)
    tell(scan(S.ACCEPTED, 7, "RB473124829DE"), at=8)
    assert kinds(ret).count("return.parcel_after_end") == 1


def test_scans_of_a_number_nobody_has_are_kept_until_somebody_has() -> None:
    ret = ready()
    assert tell(scan(S.ACCEPTED, 1), scan(S.IN_TRANSIT, 2)) == 2
    assert state_of(ret) == "ready"

    followed(ret)

    assert state_of(ret) == "in_transit"
    assert TrackedParcel.objects.get().sent_at == hour(1)


def test_a_number_used_before_brings_nothing_of_its_former_parcel() -> None:
    tell(scan(S.ACCEPTED, -800), scan(S.DELIVERED, -700))
    ret = followed().parent
    assert state_of(ret) == "ready"
    assert TrackedParcel.objects.get().status == "unknown"


def test_two_returns_in_one_box_move_together() -> None:
    shop = own_way_shop()
    rets = [ready(make_order(shop)), ready(make_order(shop))]
    for ret in rets:
        followed(ret)
    tell(scan(S.ACCEPTED))
    assert [state_of(ret) for ret in rets] == ["in_transit", "in_transit"]


def test_a_return_of_two_boxes_arrives_with_the_last_that_was_sent() -> None:
    ret = ready()
    for number in ("111", "222", "333"):
        followed(ret, number)
    tell(scan(S.ACCEPTED, 1, "111"), scan(S.ACCEPTED, 1, "222"))
    tell(scan(S.DELIVERED, 2, "111"))
    assert state_of(ret) == "in_transit"
    tell(scan(S.DELIVERED, 3, "222"))
    assert state_of(ret) == "arrived"


def test_what_two_sources_tell_is_kept_twice_and_counts_once() -> None:
    ret = followed().parent
    tell(scan(S.ACCEPTED, 1))
    assert tell(scan(S.ACCEPTED, 1), source="aftership", at=9) == 1
    assert TrackingEvent.objects.count() == 2
    assert TrackedParcel.objects.get().known_at == hour(3)
    assert mails(ret) == ["ready", "in_transit"]


def test_an_expired_return_that_is_on_its_way_is_taken_up_again() -> None:
    ret = followed().parent
    move(lock_return(ret.pk), ReturnState.EXPIRED, actor=SYSTEM)
    tell(scan(S.ACCEPTED))
    assert state_of(ret) == "in_transit"


def test_naming_a_number_again_changes_nothing() -> None:
    parcel = followed()
    again = track(parcel.parent, f" {NUMBER[:10]} {NUMBER[10:]}", since=hour(50))
    assert (again.pk, again.since) == (parcel.pk, parcel.since)


@pytest.mark.parametrize(("parcels", "queries"), [(1, 5), (3, 5)])
def test_news_that_changes_no_parcel_is_looked_at_in_few_queries(
    parcels: int, queries: int
) -> None:
    shop = own_way_shop()
    numbers = [f"10{count}" for count in range(parcels)]
    for number in numbers:
        followed(ready(make_order(shop)), number)
    told = [scan(S.ACCEPTED, 1, number) for number in numbers]
    tell(*told)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        tell(*told, at=9)
    assert len(captured) == queries, [query["sql"] for query in captured]


@pytest.mark.parametrize(("parcels", "queries"), [(1, 25), (3, 25)])
def test_parcels_that_move_together_are_locked_read_and_told_of_together(
    parcels: int, queries: int
) -> None:
    shop = own_way_shop()
    add_endpoint(shop.brand, "https://erp.example/retour")
    subscribe(shop.brand, "boss@shop.example", now=NOW, rhythm=Rhythm.AT_ONCE)
    numbers = [f"10{count}" for count in range(parcels)]
    for number in numbers:
        followed(ready(make_order(shop)), number)
    with CaptureQueriesContext(connection) as captured:
        tell(*[scan(S.ACCEPTED, 1, number) for number in numbers])
    assert len(captured) == queries, [query["sql"] for query in captured]
    told = ["return.in_transit", "return.sent"]
    for rows in (WebhookDelivery.objects, Notice.objects):
        kinds = rows.filter(event_type__in=told).values_list("event_type", flat=True)
        assert sorted(kinds) == sorted(told * parcels)


@pytest.mark.parametrize(
    ("course", "templates"),
    [
        ([S.ACCEPTED], ["in_transit"]),
        ([S.ACCEPTED, S.DELIVERED], ["in_transit", "arrived"]),
        ([S.DELIVERED, S.ACCEPTED, S.DELIVERED], ["arrived"]),
        ([S.ACCEPTED, S.RETURNING, S.RETURNED], ["in_transit", "bounced"]),
        ([S.RETURNED], ["bounced"]),
        ([S.ANNOUNCED, S.CANCELLED], []),
    ],
)
def test_each_change_is_told_to_the_customer_once(
    course: list[TrackingStatus], templates: list[str]
) -> None:
    ret = followed().parent
    for at, status in enumerate(course, start=1):
        tell(scan(status, at), at=9)
    assert mails(ret) == ["ready", *templates]


def test_a_mail_that_waited_says_nothing_that_is_no_longer_true() -> None:
    ret = followed().parent
    tell(scan(S.ACCEPTED, 1))
    tell(scan(S.DELIVERED, 2))
    receive(Return.objects.get(pk=ret.pk), actor=SYSTEM)
    for message in OutboxMessage.objects.filter(kind="mail").order_by("pk"):
        deliver(message.pk)
    assert [str(sent.subject).partition(": ")[2] for sent in mail.outbox] == [
        f"your return {ret.rma_number} is ready to send",
        f"your return {ret.rma_number} has arrived",
    ]
