from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.notices.models import Notice, NoticeSubscription
from retour_core.notices.operations import (
    AlreadySubscribed,
    TooManySubscriptions,
    change_subscription,
    forget,
    send_digests,
    subscribe,
)
from retour_core.notices.sending import notices_given_up
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns.actors import Actor
from retour_core.returns.operations import cancel
from retour_core.tracking.operations import ingest, track
from tests.factories import NOW, make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
AGENT = Actor("agent", "greta")


@pytest.fixture
def brand() -> Brand:
    return make_brand(auto_approve=False)


def waiting() -> list[int]:
    rows = OutboxMessage.objects.filter(kind="notices", done_at=None, dead_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def drain() -> None:
    for pk in waiting():
        deliver(pk)


def told(brand: Brand, **values: Any) -> NoticeSubscription:
    given = {"rhythm": "at_once", **values}
    return subscribe(brand, "desk@nordwand.example", now=NOW, **given)


def submitted(brand: Brand) -> Any:
    return make_return(make_order(make_shop(brand)))


def arrivals(row: NoticeSubscription, ret: Any, count: int) -> None:
    """So many more to tell of."""
    Notice.objects.bulk_create(
        Notice(subscription=row, event_type="return.arrived", happened_at=NOW, ret=ret)
        for _ in range(count)
    )


def untold() -> list[str]:
    rows = Notice.objects.filter(sent_at=None).order_by("pk")
    return list(rows.values_list("event_type", flat=True))


def test_who_is_told_at_once_gets_a_mail_with_a_link_into_the_back_office(
    brand: Brand,
) -> None:
    told(brand)
    ret = submitted(brand)
    drain()
    [sent] = mail.outbox
    assert sent.to == ["desk@nordwand.example"]
    assert sent.subject == f"Nordwand: A customer asked for a return · {ret.rma_number}"
    page = f"http://localhost:8100/admin/returns/inspect/{ret.pk}/"
    assert sent.body.count(page) == 1
    assert sent.alternatives[0].content.count(f'href="{page}"') == 1
    assert untold() == []


def test_what_happened_meanwhile_goes_along_and_nothing_is_told_twice(
    brand: Brand,
) -> None:
    told(brand)
    first = submitted(brand)
    cancel(first, actor=AGENT)
    assert len(waiting()) == 2
    drain()
    assert [sent.subject for sent in mail.outbox] == [
        "Nordwand: 2 things happened with returns"
    ]


def test_only_events_that_were_chosen_are_told(brand: Brand) -> None:
    told(brand, events=["return.cancelled"])
    ret = submitted(brand)
    assert untold() == []
    cancel(ret, actor=AGENT)
    assert untold() == ["return.cancelled"]


def test_a_strange_brand_hears_nothing(brand: Brand) -> None:
    told(make_brand("other"))
    submitted(brand)
    assert (untold(), waiting()) == ([], [])


def test_a_digest_waits_for_its_hour_and_goes_once(brand: Brand) -> None:
    row = told(brand, rhythm="daily", hour=8)
    submitted(brand)
    due = row.next_digest_at
    assert due == datetime.fromisoformat("2026-11-21T07:00:00Z")
    assert waiting() == []
    send_digests(now=due - timedelta(seconds=1))
    assert waiting() == []
    send_digests(now=due)
    send_digests(now=due)
    drain()
    assert [sent.to for sent in mail.outbox] == [["desk@nordwand.example"]]
    row.refresh_from_db()
    assert row.next_digest_at == due + timedelta(days=1)


def test_a_digest_of_nothing_is_not_sent(brand: Brand) -> None:
    row = told(brand, rhythm="weekly")
    send_digests(now=row.next_digest_at)
    drain()
    assert mail.outbox == []


def test_a_digest_counts_what_is_too_much_to_list(brand: Brand) -> None:
    row = told(brand, rhythm="daily")
    ret = submitted(brand)
    arrivals(row, ret, 54)
    send_digests(now=row.next_digest_at)
    drain()
    [sent] = mail.outbox
    assert sent.subject == "Nordwand: 55 things happened with returns"
    assert sent.body.count(ret.rma_number) == 50
    assert sent.body.count("A parcel arrived: 54") == 1
    assert sent.body.count("5 more are in the back office.") == 1


def test_what_is_too_much_for_one_mail_follows_in_another(brand: Brand) -> None:
    row = told(brand, rhythm="daily")
    ret = submitted(brand)
    arrivals(row, ret, 1000)
    send_digests(now=row.next_digest_at)
    drain()
    drain()
    first, second = mail.outbox
    assert first.subject == "Nordwand: 1000 things happened with returns"
    assert second.subject == f"Nordwand: A parcel arrived · {ret.rma_number}"
    assert untold() == []


def test_who_gives_up_leaves_another_mail_what_it_is_sending(brand: Brand) -> None:
    told(brand)
    submitted(brand)
    submitted(brand)
    given_up, sending = waiting()
    first, second = Notice.objects.order_by("pk")
    Notice.objects.filter(pk=first.pk).update(mailed_by=given_up)
    Notice.objects.filter(pk=second.pk).update(mailed_by=sending)
    OutboxMessage.objects.filter(pk=given_up).update(dead_at=NOW)

    notices_given_up({"subscription_id": first.subscription_id}, "refused")

    taken = dict(Notice.objects.values_list("pk", "mailed_by"))
    assert taken == {first.pk: None, second.pk: sending}


def test_a_message_cut_off_before_its_end_sends_the_same_mail_again(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(brand)
    submitted(brand)
    [pk] = waiting()
    import retour_core.outbox.operations as outbox

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "_finish", lambda *_: (_ for _ in ()).throw(OSError()))
        deliver(pk)
    submitted(brand)
    OutboxMessage.objects.filter(pk=pk).update(available_at=timezone.now())
    deliver(pk)
    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second


def test_an_address_that_is_refused_is_named_and_its_notices_wait(
    brand: Brand,
) -> None:
    row = told(brand)
    NoticeSubscription.objects.filter(pk=row.pk).update(email="no address\n")
    submitted(brand)
    drain()
    row.refresh_from_db()
    assert row.problem.startswith("The mail cannot be addressed")
    assert untold() == ["return.requested"]
    change_subscription(row, "new@nordwand.example", now=NOW, rhythm="at_once")
    drain()
    assert [sent.to for sent in mail.outbox] == [["new@nordwand.example"]]
    assert untold() == []
    row.refresh_from_db()
    assert row.problem == ""


def test_the_mail_is_in_the_recipients_language(brand: Brand) -> None:
    told(brand, language="de")
    ret = submitted(brand)
    drain()
    [sent] = mail.outbox
    assert sent.subject == (
        f"Nordwand: Ein Kunde hat eine Rücksendung angemeldet · {ret.rma_number}"
    )


def test_an_address_is_written_to_once_for_a_brand(brand: Brand) -> None:
    told(brand)
    with pytest.raises(AlreadySubscribed):
        subscribe(brand, "Desk@Nordwand.example", now=NOW)
    other = subscribe(brand, "b@nordwand.example", now=NOW)
    with pytest.raises(AlreadySubscribed):
        change_subscription(other, "desk@nordwand.example", now=NOW)
    assert subscribe(make_brand("other"), "desk@nordwand.example", now=NOW).pk


def test_a_brand_writes_to_twenty_addresses_at_most(brand: Brand) -> None:
    for number in range(20):
        subscribe(brand, f"{number}@nordwand.example", now=NOW)
    with pytest.raises(TooManySubscriptions):
        subscribe(brand, "one.more@nordwand.example", now=NOW)


def test_notices_go_with_the_transaction_of_what_they_tell(brand: Brand) -> None:
    told(brand)
    with transaction.atomic():
        submitted(brand)
        transaction.set_rollback(True)
    assert (untold(), waiting()) == ([], [])


def test_notices_are_forgotten_a_month_after_they_were_sent(brand: Brand) -> None:
    told(brand)
    submitted(brand)
    with time_machine.travel(NOW, tick=False):
        drain()
    submitted(brand)
    forget(now=NOW + timedelta(days=30))
    assert Notice.objects.count() == 2
    forget(now=NOW + timedelta(days=30, seconds=1))
    assert untold() == ["return.requested"]


def test_parcels_that_move_are_told(brand: Brand) -> None:
    told(brand, events=["return.arrived", "return.sent"], rhythm="daily")
    shop = make_shop(make_brand("own", methods=["own_carrier"]))
    subscribe(shop.brand, "own@own.example", now=NOW, events=["return.arrived"])
    ret = make_return(make_order(shop))
    track(ret, "T1", since=NOW)
    ingest("test", scans("T1"), received_at=NOW)
    assert [(notice.event_type, notice.ret) for notice in Notice.objects.all()] == [
        ("return.arrived", ret)
    ]


def scans(number: str) -> Sequence[Scan]:
    course = (TrackingStatus.ACCEPTED, TrackingStatus.DELIVERED)
    return [
        Scan(number=number, status=status, code=status.value, at=NOW)
        for status in course
    ]
