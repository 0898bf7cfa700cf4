"""What was sent and what arrived, from Oscar's shipping events.

Event types are rows that each shop names itself; which of them mean "shipped" and
"delivered" is a setting. A line's status is free text and lags behind the events,
so it counts only where there are no such events at all.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC
from typing import Any

from retour_shop.platforms.oscar.conf import RetourSettings
from retour_shop.platforms.oscar.text import clean

# Letters, digits and dashes with a digit among them: what carriers call a number.
_TRACKING = re.compile(r"(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{6,39}", re.IGNORECASE)


def fulfilled_quantities(order: Any, conf: RetourSettings) -> Counter[int]:
    """Units handed over per line: shipped or delivered, whichever is more."""
    shipped = _quantities(order, conf.shipped_events)
    delivered = _quantities(order, conf.delivered_events)
    if shipped or delivered:
        return shipped | delivered
    return Counter(
        {
            line.pk: line.quantity
            for line in order.lines.all()
            if conf.shipped_statuses
            and (line.status or order.status) in conf.shipped_statuses
        }
    )


def shipments(
    order: Any, conf: RetourSettings, known: set[str]
) -> list[dict[str, Any]]:
    """One per shipped event; per delivered event where nothing is said of shipping."""
    sent = _events(order, conf.shipped_events)
    arrived = _events(order, conf.delivered_events)
    if not sent:
        return [
            {**_shipment(event, known), "delivered_at": _utc(event)}
            for event in arrived
        ][:100]
    result = []
    so_far: Counter[int] = Counter()
    for event in sent:
        so_far.update(_content(event))
        result.append(
            {
                **_shipment(event, known),
                "shipped_at": _utc(event),
                "delivered_at": _delivered_at(event, so_far, arrived),
            }
        )
    return result[:100]


def _delivered_at(event: Any, so_far: Counter[int], arrived: list[Any]) -> Any:
    """When everything shipped up to and with ``event`` had been delivered.

    Oscar does not tie a delivery to the parcel it is about: the first units sent
    are taken to be the first that arrive.
    """
    content = _content(event)
    delivered: Counter[int] = Counter()
    for delivery in arrived:
        delivered.update(_content(delivery))
        if content and all(delivered[line] >= so_far[line] for line in content):
            return _utc(delivery)
    return None


def _shipment(event: Any, known: set[str]) -> dict[str, Any]:
    return {
        "id": str(event.pk),
        "tracking_number": tracking_number(event.notes),
        "lines": [
            {"line_id": str(line), "quantity": quantity}
            for line, quantity in _content(event).items()
            if quantity > 0 and str(line) in known
        ],
    }


def tracking_number(notes: str | None) -> str:
    """Oscar has one free text for it, filled by hand: "DHL 00340434161094042557"."""
    text = clean(notes, 1000)
    found = max(_TRACKING.findall(text), key=len, default="")
    return str(found)


def _events(order: Any, codes: tuple[str, ...]) -> list[Any]:
    events = [
        event for event in order.shipping_events.all() if event.event_type.code in codes
    ]
    return sorted(events, key=lambda event: (event.date_created, event.pk))


def _quantities(order: Any, codes: tuple[str, ...]) -> Counter[int]:
    total: Counter[int] = Counter()
    for event in _events(order, codes):
        total.update(_content(event))
    return total


def _content(event: Any) -> Counter[int]:
    content: Counter[int] = Counter()
    for entry in event.line_quantities.all():
        content[entry.line_id] += entry.quantity
    return content


def _utc(event: Any) -> Any:
    return event.date_created.astimezone(UTC)
