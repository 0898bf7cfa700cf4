"""A return in several parcels: a label each, and never two for one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from retour_core.billing.models import LedgerEntry
from retour_core.carriers.base import ParcelItem
from retour_core.domain.policies import MOST_PARCELS
from retour_core.domain.tracking import Scan
from retour_core.domain.tracking import TrackingStatus as T
from retour_core.labels.contents import contents_of
from retour_core.labels.models import Label, LabelState
from retour_core.labels.parcels import (
    LabelNotPossible,
    LabelStillGood,
    LabelUsed,
    add_parcel,
    give_back,
    renew_label,
)
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import claim, deliver
from retour_core.returns import operations
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.drafts import choose_method
from retour_core.returns.models import Return
from retour_core.returns.refusals import TooManyParcels
from retour_core.tracking.operations import ingest
from tests.carriers.stub import Fault, StubCarrier
from tests.core.labels.test_make_label import _files, drain, state_of, stub  # noqa: F401
from tests.factories import NOW, make_draft, make_return

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.STAFF, "Anna")


def in_parcels(count: int) -> Return:
    draft = make_draft(quantities={"1": 2})
    choose_method(draft, "drop_off_point", now=NOW, parcels=count)
    return operations.submit(draft, now=NOW)


def scan(status: T, hours: int, number: str) -> Scan:
    at = timezone.now() + timedelta(hours=hours)
    return Scan(number=number, status=status, code=status.value, at=at)


def tell(*scans: Scan) -> None:
    ingest("sandbox", scans, received_at=timezone.now())


def labels() -> list[tuple[int, str]]:
    rows = Label.objects.order_by("parcel", "pk")
    return [(label.parcel, label.state) for label in rows]


def numbers(ret: Return) -> list[str]:
    ready = ret.labels.filter(state=LabelState.READY).order_by("parcel")
    return [label.tracking_number for label in ready]


def kinds() -> list[str]:
    return list(LedgerEntry.objects.order_by("pk").values_list("kind", flat=True))


def test_each_parcel_gets_a_label_a_number_and_a_charge_of_its_own(
    stub: StubCarrier,  # noqa: F811
) -> None:
    ret = in_parcels(2)
    drain()
    assert labels() == [(1, "ready"), (2, "ready")]
    assert sorted(numbers(ret)) == ["SBX000000001", "SBX000000002"]
    assert len({parcel["external_reference"] for parcel in stub.parcels.values()}) == 2
    assert kinds() == ["label", "label"]
    assert state_of(ret) == "ready"
    event = ret.events.get(kind="return.ready")
    assert event.data == {"tracking_number": ", ".join(numbers(ret))}
    assert ret.tracked_parcels.count() == 2


def test_more_parcels_than_the_policy_grants_are_refused() -> None:
    draft = make_draft(quantities={"1": 2})
    for count in (0, 4):
        with pytest.raises(TooManyParcels) as refused:
            choose_method(draft, "drop_off_point", now=NOW, parcels=count)
        assert refused.value.context == {"most": 3}
    choose_method(draft, "own_carrier", now=NOW, parcels=3)
    assert Return.objects.get().parcels == 1


def test_the_return_waits_for_the_label_of_its_last_parcel(stub: StubCarrier) -> None:  # noqa: F811
    ret = in_parcels(2)
    stub.next_buy.extend([Fault.BROKEN_BEFORE])
    drain()
    assert (sorted(labels(), key=lambda row: row[1]), state_of(ret)) == (
        [(1, "pending"), (2, "ready")],
        "label_pending",
    )
    drain(3)
    assert (labels(), state_of(ret)) == ([(1, "ready"), (2, "ready")], "ready")
    assert len(stub.parcels) == 2


def test_asking_again_after_a_refusal_buys_only_the_label_that_is_missing(
    stub: StubCarrier,  # noqa: F811
) -> None:
    ret = in_parcels(3)
    stub.next_buy.extend([Fault.INPUT])
    drain()
    assert state_of(ret) == "label_failed"
    operations.retry_label(ret, actor=SYSTEM)
    drain()
    assert labels() == [(1, "ready"), (2, "ready"), (3, "ready")]
    assert (len(stub.parcels), state_of(ret)) == (3, "ready")


def test_messages_handed_out_twice_buy_one_label_a_parcel(stub: StubCarrier) -> None:  # noqa: F811
    in_parcels(2)
    due = claim(10, now=NOW.replace(year=2030))
    for message in [*due, *due]:
        OutboxMessage.objects.filter(pk=message).update(done_at=None)
        deliver(message)
    assert (stub.purchases_asked, len(stub.parcels)) == (2, 2)


def test_the_database_holds_one_live_label_a_parcel() -> None:
    ret = in_parcels(2)
    Label.objects.create(parent=ret, parcel=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Label.objects.create(parent=ret, parcel=2, state=LabelState.READY)
    Label.objects.create(parent=ret, parcel=2, state=LabelState.VOID)
    with pytest.raises(IntegrityError), transaction.atomic():
        Label.objects.create(parent=ret, parcel=0)


def test_cancelling_gives_every_label_and_every_price_back() -> None:
    ret = in_parcels(3)
    drain()
    operations.cancel(ret, actor=CUSTOMER)
    drain()
    assert labels() == [(n, "cancelled") for n in (1, 2, 3)]
    assert kinds() == ["label"] * 3 + ["credit"] * 3


def test_a_further_parcel_gets_a_label_and_the_customer_a_mail() -> None:
    ret = make_return()
    drain()
    before = OutboxMessage.objects.filter(kind="mail").count()
    add_parcel(ret, actor=CUSTOMER, after=1)
    add_parcel(ret, actor=CUSTOMER, after=1)  # the same form, sent twice
    assert labels() == [(1, "ready"), (2, "pending")]
    drain()
    assert (labels(), state_of(ret)) == ([(1, "ready"), (2, "ready")], "ready")
    assert OutboxMessage.objects.filter(kind="mail").count() == before + 1
    told = ret.events.filter(kind__startswith="label.").order_by("pk")
    assert [(event.kind, event.actor_kind) for event in told] == [
        ("label.asked", "customer"),
        ("label.ready", "system"),
    ]
    assert kinds() == ["label", "label"]


def test_a_customer_gets_only_so_many_and_staff_more() -> None:
    ret = make_return()
    drain()
    for after in (1, 2):
        add_parcel(ret, actor=CUSTOMER, after=after)
    with pytest.raises(TooManyParcels):
        add_parcel(ret, actor=CUSTOMER, after=3)
    for after in range(3, MOST_PARCELS):
        add_parcel(ret, actor=ANNA, after=after)
    with pytest.raises(TooManyParcels):
        add_parcel(ret, actor=ANNA, after=MOST_PARCELS)
    assert Return.objects.get().parcels == MOST_PARCELS


def test_a_customer_cannot_have_labels_made_without_end() -> None:
    ret = make_return()
    drain()
    for _again in range(5):
        Label.objects.filter(state=LabelState.READY).update(state=LabelState.VOID)
        renew_label(ret, 1, actor=CUSTOMER)
        drain()
    Label.objects.filter(state=LabelState.READY).update(state=LabelState.VOID)
    with pytest.raises(TooManyParcels):
        renew_label(ret, 1, actor=CUSTOMER)
    renew_label(ret, 1, actor=ANNA)


def test_a_label_that_fails_later_shows_and_leaves_the_return_as_it_is(
    stub: StubCarrier,  # noqa: F811
) -> None:
    ret = make_return()
    drain()
    stub.next_buy.append(Fault.INPUT)
    add_parcel(ret, actor=ANNA, after=1)
    drain()
    assert (labels(), state_of(ret)) == ([(1, "ready"), (2, "failed")], "ready")
    assert ret.events.get(kind="label.failed").data == {
        "reason": "The carrier answered 422.",
        "parcel": 2,
    }
    renew_label(ret, 2, actor=ANNA, why="address corrected")
    drain()
    assert labels() == [(1, "ready"), (2, "ready")]
    assert len(stub.parcels) == 2


def test_no_label_is_added_to_a_return_that_is_not_to_be_sent() -> None:
    ret = make_return()
    for act in (add_further, renew_first):
        with pytest.raises(LabelNotPossible):
            act(ret)
    drain()
    operations.cancel(ret, actor=CUSTOMER)
    for act in (add_further, renew_first):
        with pytest.raises(LabelNotPossible):
            act(ret)


def add_further(ret: Return) -> None:
    add_parcel(ret, actor=CUSTOMER, after=1)


def renew_first(ret: Return) -> None:
    renew_label(ret, 1, actor=CUSTOMER)


def test_staff_replace_a_label_at_once_and_its_price_comes_back() -> None:
    ret = make_return()
    drain()
    [old] = numbers(ret)
    with pytest.raises(LabelStillGood):
        renew_label(ret, 1, actor=CUSTOMER)
    renew_label(ret, 1, actor=ANNA, why="printed badly")
    renew_label(ret, 1, actor=ANNA, why="printed badly")  # while it is being made
    assert labels() == [(1, "void"), (1, "pending")]
    drain()
    assert labels() == [(1, "cancelled"), (1, "ready")]
    assert numbers(ret) != [old]
    told = ret.events.get(kind="label.replaced")
    assert (told.actor_name, told.data) == (
        "Anna",
        {"parcel": 1, "tracking_number": old, "why": "printed badly"},
    )
    assert sorted(kinds()) == ["credit", "label", "label"]


def test_a_label_with_which_a_parcel_was_sent_is_neither_replaced_nor_given_back() -> (
    None
):
    ret = in_parcels(2)
    drain()
    tell(scan(T.ACCEPTED, 1, numbers(ret)[0]))
    with pytest.raises(LabelUsed):
        renew_label(ret, 1, actor=ANNA)
    with pytest.raises(LabelUsed):
        give_back(ret, 1, actor=CUSTOMER)


def test_a_return_is_sent_with_its_first_parcel_and_arrives_with_its_last() -> None:
    ret = in_parcels(2)
    drain()
    one, other = numbers(ret)
    tell(scan(T.ACCEPTED, 1, one))
    assert state_of(ret) == "in_transit"
    tell(scan(T.DELIVERED, 2, one))
    assert state_of(ret) == "in_transit"
    tell(scan(T.ACCEPTED, 3, other))
    tell(scan(T.DELIVERED, 4, other))
    assert state_of(ret) == "arrived"


def test_a_label_given_back_is_waited_for_no_more() -> None:
    ret = in_parcels(2)
    drain()
    tell(scan(T.ACCEPTED, 1, numbers(ret)[0]), scan(T.DELIVERED, 2, numbers(ret)[0]))
    give_back(ret, 2, actor=CUSTOMER)
    assert state_of(ret) == "arrived"
    assert Return.objects.get().parcels == 1
    drain()
    assert labels() == [(1, "ready"), (2, "cancelled")]
    assert kinds() == ["label", "label", "credit"]
    give_back(ret, 2, actor=CUSTOMER)


def test_the_only_label_is_not_given_back() -> None:
    ret = make_return()
    drain()
    with pytest.raises(LabelNotPossible):
        give_back(ret, 1, actor=CUSTOMER)


def test_after_a_parcel_came_back_another_label_can_be_made() -> None:
    ret = make_return()
    drain()
    [old] = numbers(ret)
    tell(scan(T.ACCEPTED, 1, old), scan(T.RETURNED, 2, old))
    assert state_of(ret) == "bounced"
    operations.retry_label(ret, actor=ANNA)
    drain(2)
    assert state_of(ret) == "ready"
    assert labels() == [(1, "void"), (1, "ready")]
    assert kinds() == ["label", "label"]


ITEMS = st.lists(
    st.builds(
        ParcelItem,
        description=st.sampled_from(["Jacket", "Hat", "Socks"]),
        quantity=st.integers(1, 9),
        weight_grams=st.none() | st.integers(1, 5000),
    ),
    min_size=1,
    max_size=6,
)


@given(ITEMS, st.integers(1, MOST_PARCELS))
def test_parcels_share_all_items_and_all_weight(items: Any, parcels: int) -> None:
    shares = [contents_of(items, n, parcels) for n in range(1, parcels + 1)]
    units = sum(item.quantity for item in items)
    assert all(share.items for share in shares)
    counts = [sum(item.quantity for item in share.items) for share in shares]
    if units >= parcels:
        assert (sum(counts), max(counts) - min(counts) <= 1) == (units, True)
    if all(item.weight_grams for item in items):
        total = sum(item.weight_grams * item.quantity for item in items)
        weights = [share.weight_grams or 0 for share in shares]
        assert total <= sum(weights) < total + parcels
    alone = contents_of(items, 1, 1)
    assert alone.items == tuple(items)
