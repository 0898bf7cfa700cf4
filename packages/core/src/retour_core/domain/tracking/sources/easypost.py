"""EasyPost: the ``Tracker``, alone or as the result of a ``tracker.updated`` event."""

from __future__ import annotations

from collections.abc import Mapping

from retour_core.domain.tracking.moments import moment
from retour_core.domain.tracking.scans import Scan
from retour_core.domain.tracking.sources.shapes import (
    mapping,
    number_of,
    part,
    place,
    rows,
    words,
)
from retour_core.domain.tracking.statuses import TrackingStatus as S

STATUSES: Mapping[str, S] = {
    "unknown": S.UNKNOWN,
    "pre_transit": S.ANNOUNCED,
    "in_transit": S.IN_TRANSIT,
    "out_for_delivery": S.OUT_FOR_DELIVERY,
    "available_for_pickup": S.AT_PICKUP_POINT,
    "delivered": S.DELIVERED,
    "return_to_sender": S.RETURNING,
    "failure": S.PROBLEM,
    "error": S.PROBLEM,
    "cancelled": S.CANCELLED,
}


def read(news: object) -> list[Scan]:
    body = mapping(news)
    tracker = mapping(body["result"]) if "result" in body else body
    if tracker.get("object") != "Tracker":
        return []
    number = number_of(tracker.get("tracking_code"))
    scans = []
    for row in rows(tracker.get("tracking_details")):
        where = part(row.get("tracking_location"))
        country = words(where.get("country"), "place")
        code = words(row.get("status"), "code")
        scans.append(
            Scan(
                number=number,
                status=STATUSES.get(code, S.UNKNOWN),
                code=code,
                at=moment(row.get("datetime"), country=country),
                text=words(row.get("message")),
                place=place(where.get("city"), where.get("state"), country),
            )
        )
    return scans
