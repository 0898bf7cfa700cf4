"""A label runs out unused, and a scan always wins."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from retour_core.domain.policies import PolicyInvalid, RequestKind
from retour_core.domain.tracking import Scan
from retour_core.domain.tracking import TrackingStatus as T
from retour_core.labels.expiring import expire_labels, valid_until
from retour_core.labels.models import Label
from retour_core.labels.parcels import renew_label
from retour_core.labels.tasks import expire
from retour_core.outbox.models import OutboxMessage
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return
from retour_core.tracking.following import follow
from retour_core.tracking.models import TrackingEvent
from retour_core.tracking.operations import ingest
from tests.core.labels.test_make_label import _files, drain, state_of  # noqa: F401
from tests.core.labels.test_several_parcels import kinds, labels, scan, tell
from tests.factories import grant, make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db


def ran_out() -> Return:
    ret = make_return()
    drain()
    Label.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    return ret


def number() -> str:
    return Label.objects.latest("pk").tracking_number


def test_an_unused_label_is_void_given_back_and_credited_once() -> None:
    ret = ran_out()
    expire()
    assert labels() == [(1, "void")]
    assert expire_labels(now=timezone.now()) == 0
    drain()
    assert (labels(), kinds()) == ([(1, "cancelled")], ["label", "credit"])
    assert state_of(ret) == "ready"
    assert ret.events.get(kind="label.expired").data == {
        "parcel": 1,
        "tracking_number": number(),
    }


def test_its_time_has_to_be_over() -> None:
    make_return()
    drain()
    assert expire_labels(now=timezone.now()) == 0
    Label.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    assert expire_labels(now=timezone.now()) == 0
    assert labels() == [(1, "ready")]


@pytest.mark.parametrize(
    ("carriers", "last_day"),
    [(None, date(2026, 12, 10)), (5, date(2026, 12, 5)), (40, date(2026, 12, 10))],
)
def test_the_policy_says_for_how_many_days_a_label_is_valid(
    carriers: int | None, last_day: date
) -> None:
    made = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
    brand = make_brand()
    grant(brand, label_days=10)
    ret = make_return(make_order(make_shop(brand)))
    theirs = None if carriers is None else made + timedelta(days=carriers)

    until = valid_until(ret, theirs, now=made)

    assert until is not None
    assert until.astimezone(ZoneInfo("Europe/Berlin")).date() == last_day
    drain()
    assert Label.objects.get().expires_at is not None


def test_a_withdrawal_s_label_is_valid_while_its_goods_may_be_sent() -> None:
    with pytest.raises(PolicyInvalid) as caught:
        grant(make_brand(), RequestKind.WITHDRAWAL, label_days=13)

    assert [p.code for p in caught.value.problems] == ["withdrawal_label_too_short"]


def test_the_customer_gets_a_new_one_while_the_return_can_be_sent() -> None:
    ret = ran_out()
    expire()
    renew_label(ret, 1, actor=CUSTOMER)
    drain()
    assert labels() == [(1, "cancelled"), (1, "ready")]


def test_a_label_that_was_scanned_never_runs_out() -> None:
    ret = ran_out()
    tell(scan(T.ACCEPTED, 1, number()))
    assert expire_labels(now=timezone.now()) == 0
    assert (labels(), state_of(ret)) == ([(1, "ready")], "in_transit")


def test_a_scan_kept_but_not_yet_followed_counts() -> None:
    ran_out()
    at = timezone.now()
    TrackingEvent.objects.create(
        source="own",
        fingerprint="x",
        number=number(),
        status=T.ACCEPTED,
        at=at,
        received_at=at,
    )
    assert expire_labels(now=timezone.now()) == 0
    follow({number()})
    assert labels() == [(1, "ready")]


def test_a_scan_after_it_ran_out_makes_it_good_again_and_it_stays_charged() -> None:
    ret = ran_out()
    expire()
    tell(Scan(number=number(), status=T.ACCEPTED, code="a", at=timezone.now()))
    drain()
    assert (labels(), kinds()) == ([(1, "ready")], ["label"])
    assert state_of(ret) == "in_transit"


def test_a_scan_of_a_label_that_was_replaced_meanwhile_moves_the_return() -> None:
    ret = ran_out()
    old = number()
    expire()
    renew_label(ret, 1, actor=CUSTOMER)
    ingest(
        "own",
        [Scan(number=old, status=T.ACCEPTED, code="a", at=timezone.now())],
        received_at=timezone.now(),
    )
    drain()
    assert labels() == [(1, "void"), (1, "ready")]
    assert (state_of(ret), sorted(kinds())) == ("in_transit", ["label", "label"])


def test_labels_of_a_cancelled_return_were_given_back_with_it() -> None:
    ret = ran_out()
    operations.cancel(ret, actor=CUSTOMER)
    assert expire_labels(now=timezone.now()) == 0
    drain()
    assert kinds() == ["label", "credit"]


def mails() -> list[str]:
    rows = OutboxMessage.objects.filter(kind="mail").order_by("pk")
    return [row.payload["template"] for row in rows]


def test_the_customer_is_told_to_get_a_new_label() -> None:
    ran_out()
    expire()
    expire()
    assert mails() == ["ready", "label_expired"]
    drain()
    assert [sent.subject.partition(": ")[2][:28] for sent in mail.outbox[1:]] == [
        "the label of your return " + Return.objects.get().rma_number[:3]
    ]


def test_several_labels_that_run_out_together_are_told_of_once() -> None:
    ret = ran_out()
    first = Label.objects.get()
    Label.objects.create(
        parent=ret, parcel=2, state="ready", expires_at=first.expires_at
    )
    expire()
    assert labels() == [(1, "void"), (2, "void")]
    assert mails() == ["ready", "label_expired"]


def test_who_has_sent_a_parcel_is_not_told_of_an_unused_label() -> None:
    ret = ran_out()
    Label.objects.create(parent=ret, parcel=2, state="ready", expires_at=timezone.now())
    tell(scan(T.ACCEPTED, 1, Label.objects.get(parcel=1).tracking_number))
    expire()
    assert labels() == [(1, "ready"), (2, "void")]
    assert "label_expired" not in mails()


def test_who_left_no_address_is_told_nothing() -> None:
    ran_out()
    Return.objects.update(email="")
    expire()
    assert "label_expired" not in mails()


def test_a_mail_that_waited_until_the_parcel_was_scanned_is_not_sent() -> None:
    ran_out()
    expire()
    tell(Scan(number=number(), status=T.ACCEPTED, code="a", at=timezone.now()))
    drain()
    assert [sent.subject for sent in mail.outbox if "label of" in sent.subject] == []
