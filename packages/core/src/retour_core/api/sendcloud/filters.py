"""Which parcels a list shows, and which page of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from pydantic import AwareDatetime, TypeAdapter, ValidationError

from retour_core.api.sendcloud.refusals import Refusal
from retour_core.api.sendcloud.statuses import having_status
from retour_core.orders.models import Order, OutboundShipment

MAX_IDS = 100
DEFAULT_LIMIT = 100
MAX_LIMIT = 500
# Beyond it no database has a key.
_LARGEST_KEY = 2**63 - 1
_INSTANT = TypeAdapter(AwareDatetime)
# An unescaped “+” of an offset arrives as a space.
_OFFSET = re.compile(r" (\d\d:\d\d)$")


def matching(orders: QuerySet[Order], request: HttpRequest) -> QuerySet[Order]:
    """The orders that pass the filters of the query; refuses 400 by parameter."""
    for name, condition in _FILTERS.items():
        value = request.GET.get(name, "").strip()
        if value:
            # No text in a database holds a NUL.
            orders = orders.filter(condition(name, value.replace("\x00", "\ufffd")))
    return orders


def page(
    orders: QuerySet[Order], request: HttpRequest
) -> tuple[list[Order], int | None, int | None]:
    """One page, newest first, and the cursors of the next and the one before.

    A cursor is a parcel's id: those made before it follow; those after it, where it
    is negative. Refuses 404 for what is no cursor, as theirs does.
    """
    cursor, limit = _cursor(request), _limit(request)
    backwards = cursor < 0
    if backwards:
        rows = orders.filter(pk__gt=-cursor).order_by("pk")
    elif cursor:
        rows = orders.filter(pk__lt=cursor).order_by("-pk")
    else:
        rows = orders.order_by("-pk")
    found = list(rows[: limit + 1])
    is_more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    if not found:
        return [], None, None
    has_next = is_more or backwards
    has_previous = is_more if backwards else bool(cursor)
    return (
        found,
        found[-1].pk if has_next else None,
        -found[0].pk if has_previous else None,
    )


def _cursor(request: HttpRequest) -> int:
    text = request.GET.get("cursor", "")
    if not text:
        return 0
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 18:
        raise Refusal(404, "Use a cursor exactly as the last page gave it.")
    return int(text)


def _limit(request: HttpRequest) -> int:
    text = request.GET.get("limit", "")
    if not text:
        return DEFAULT_LIMIT
    limit = _whole("limit", text)
    if not 1 <= limit <= MAX_LIMIT:
        raise Refusal(400, f"limit: 'Use 1 to {MAX_LIMIT}.'")
    return limit


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 19:
        raise Refusal(400, f"{name}: 'Write a whole number.'")
    return min(int(text), _LARGEST_KEY)


def _moment(name: str, text: str) -> datetime:
    try:
        return _INSTANT.validate_python(_OFFSET.sub(r"+\1", text))
    except ValidationError as error:
        sentence = "Write a time with its offset, like 2026-11-20T12:00:00Z."
        raise Refusal(400, f"{name}: '{sentence}'") from error


def _by_ids(name: str, text: str) -> Q:
    ids = [_whole(name, part.strip()) for part in text.split(",") if part.strip()]
    if len(ids) > MAX_IDS:
        raise Refusal(400, f"{name}: 'Give at most {MAX_IDS}, not {len(ids)}.'")
    return Q(pk__in=ids)


def _shipped(**conditions: object) -> Q:
    shipments = OutboundShipment.objects.filter(order=OuterRef("pk"), **conditions)
    return Q(Exists(shipments))


_FILTERS: dict[str, Callable[[str, str], Q]] = {
    "parcel_status": lambda name, text: having_status(_whole(name, text)),
    "tracking_number": lambda _, text: _shipped(tracking_number=text),
    "external_reference": lambda _, text: Q(external_id=text),
    "order_number": lambda _, text: Q(number=text),
    "updated_after": lambda name, text: Q(updated_at__gt=_moment(name, text)),
    "announced_after": lambda name, text: _shipped(shipped_at__gt=_moment(name, text)),
    "ids": _by_ids,
}
