"""Tracking events: taken in, kept once, and their returns moved."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from bench.copies import new_uuid, row_of
from bench.timing import CoreClock, told
from retour_core.domain.digests import Rhythm
from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.labels.models import Label
from retour_core.notices.models import Notice
from retour_core.notices.operations import subscribe
from retour_core.orders.bulk import Row, insert_rows
from retour_core.orders.models import Order, OrderLine
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns.models import Return, ReturnEvent, ReturnLine
from retour_core.tracking.models import TrackedParcel, TrackingEvent
from retour_core.tracking.operations import ingest
from retour_core.webhooks.models import WebhookDelivery
from retour_core.webhooks.operations import add_endpoint
from tests.factories import NOW, make_brand, make_order, make_return, make_shop

RETURNS, BATCH = 2000, 500
_SECONDS = 20
_COURSE = (
    TrackingStatus.ANNOUNCED,
    TrackingStatus.ACCEPTED,
    TrackingStatus.IN_TRANSIT,
    TrackingStatus.OUT_FOR_DELIVERY,
    TrackingStatus.DELIVERED,
)


def measure() -> list[str]:
    """2,000 parcels of five scans each, as a day brings them: first scan by first scan,
    so that every return moves twice; then all of them told again.

    Each move writes timeline, mail, a webhook's message and somebody's notice.
    """
    numbers = _returns(RETURNS)
    began = timezone.now()  # scans from before the labels are another parcel's
    scans = [
        _scan(number, status, began + timedelta(hours=step))
        for step, status in enumerate(_COURSE)
        for number in numbers
    ]
    first, again = _seconds(scans), _seconds(scans)
    _check(len(scans))
    return [
        _line(f"{len(scans):,} events, new", first)
        + told(f"< {_SECONDS} s", first[0] < _SECONDS),
        _line(f"the same {len(scans):,} told again", again),
    ]


def _line(name: str, took: tuple[float, float]) -> str:
    whole, core = took
    return f"{name:<34}{whole:>8.1f} s, {core:.1f} s of it on a core"


def _returns(count: int) -> list[str]:
    """The numbers of so many parcels: one return made as every return is, and copies of
    it with all that it has, as making them would take minutes."""
    ret = _pattern()
    line, ret_line = ret.order.lines.get(), ret.lines.get()
    label, parcel = ret.labels.get(), ret.tracked_parcels.get()
    numbers = [f"T{number:08}" for number in range(count)]
    orders = [_order(ret.order, number) for number in numbers]
    with transaction.atomic():
        insert_rows(Order, orders)
        lines = _below(line, order_id=orders)
        insert_rows(OrderLine, lines)
        rets = [_return(ret, order) for order in orders]
        insert_rows(Return, rets)
        insert_rows(ReturnLine, _below(ret_line, parent_id=rets, order_line_id=lines))
        for event in ret.events.all():
            insert_rows(ReturnEvent, _below(event, parent_id=rets))
        labels = _below(label, parent_id=rets)
        for row, number in zip(labels, numbers, strict=True):
            row |= {"reference": new_uuid(), "tracking_number": number}
        insert_rows(Label, labels)
        parcels = _below(parcel, parent_id=rets, label_id=labels)
        for row, number in zip(parcels, numbers, strict=True):
            row["number"] = number
        insert_rows(TrackedParcel, parcels)
    if connection.vendor == "postgresql":  # which does so by itself in a while
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return numbers


def _pattern() -> Return:
    """A return with a label, of a brand that tells a system and a person."""
    shop = make_shop(make_brand("tracked"))
    add_endpoint(shop.brand, "https://erp.example/retour")
    subscribe(shop.brand, "support@tracked.example", now=NOW, rhythm=Rhythm.DAILY)
    ret = make_return(make_order(shop))
    for message in OutboxMessage.objects.filter(kind="label"):
        deliver(message.pk)
    return Return.objects.select_related("order").get(pk=ret.pk)


def _order(pattern: Order, number: str) -> Row:
    unique = {"external_id": number, "number": number, "number_key": number}
    return {**row_of(pattern), **unique, "number_end": number[-6:]}


def _return(pattern: Return, order: Row) -> Row:
    number = order["number"]
    unique = {"public_id": new_uuid(), "private_key": number, "rma_number": number}
    return {**row_of(pattern), **unique, "order_id": order["id"]}


def _below(pattern: Model, **parents: list[Row]) -> list[Row]:
    """A copy for each of the rows that it belongs to, by column."""
    row = row_of(pattern)
    ids: list[Mapping[str, int]] = [
        dict(zip(parents, (one["id"] for one in several), strict=True))
        for several in zip(*parents.values(), strict=True)
    ]
    return [{**row, **own} for own in ids]


def _seconds(scans: list[Scan]) -> tuple[float, float]:
    """How long it took, and how long of that a core worked for us."""
    clock, told_at = CoreClock(), max(scan.at for scan in scans if scan.at)
    started, began = time.perf_counter(), clock()
    for start in range(0, len(scans), BATCH):
        ingest("bench", scans[start : start + BATCH], received_at=told_at)
    return time.perf_counter() - started, clock() - began


def _scan(number: str, status: TrackingStatus, at: datetime) -> Scan:
    return Scan(number=number, status=status, code=status.value, at=at)


def _check(scans: int) -> None:
    """What was measured did all that it does in life."""
    told = {
        "events kept": (TrackingEvent.objects.count(), scans),
        "returns arrived": (_rows(Return, state="arrived"), RETURNS),
        "mails": (
            _rows(OutboxMessage, kind="mail", payload__template="arrived"),
            RETURNS,
        ),
        "webhooks": (_rows(WebhookDelivery, event_type="return.arrived"), RETURNS),
        "notices": (_rows(Notice, event_type="return.arrived"), RETURNS),
    }
    if wrong := {name: both for name, both in told.items() if both[0] != both[1]}:
        raise RuntimeError(f"These are not as many as they should be: {wrong}.")


def _rows(model: type[Model], **wanted: object) -> int:
    return model._default_manager.filter(**wanted).count()
