"""Returns with a parcel, and what a carrier tells of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.orders.models import Order, Shop
from retour_core.outbox.models import OutboxMessage
from retour_core.returns.models import Return
from retour_core.tracking.models import TrackedParcel
from retour_core.tracking.operations import track
from tests.factories import NOW, make_brand, make_order, make_return, make_shop

NUMBER = "00340434161094042557"


def hour(count: float) -> datetime:
    return NOW + timedelta(hours=count)


def scan(
    status: TrackingStatus, at: float | None = 1, number: str = NUMBER, **more: Any
) -> Scan:
    when = None if at is None else hour(at)
    return Scan(number=number, status=status, code=status.value, at=when, **more)


def own_way_shop() -> Shop:
    """Its customers send with a carrier of their own: ready without a label."""
    return make_shop(make_brand(methods=["own_carrier"]))


def ready(order: Order | None = None) -> Return:
    return make_return(order or make_order(own_way_shop()))


def followed(ret: Return | None = None, number: str = NUMBER) -> TrackedParcel:
    """A parcel of a return that is ready to be sent."""
    return track(ret or ready(), number, since=NOW)


def state_of(ret: Return) -> str:
    return Return.objects.get(pk=ret.pk).state


def mails(ret: Return) -> list[str]:
    rows = OutboxMessage.objects.filter(kind="mail", payload__return_id=ret.pk)
    return [row.payload["template"] for row in rows.order_by("pk")]
