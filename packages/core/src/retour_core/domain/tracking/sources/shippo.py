"""Shippo: a ``Track``, alone or as the data of a ``track_updated`` webhook."""

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
    "UNKNOWN": S.UNKNOWN,
    "PRE_TRANSIT": S.ANNOUNCED,
    "TRANSIT": S.IN_TRANSIT,
    "DELIVERED": S.DELIVERED,
    "RETURNED": S.RETURNING,
    "FAILURE": S.PROBLEM,
}


def read(news: object) -> list[Scan]:
    body = mapping(news)
    track = mapping(body["data"]) if "data" in body else body
    if "tracking_status" not in track:
        return []
    number = number_of(track.get("tracking_number"))
    latest = part(track.get("tracking_status"))
    told = rows(track.get("tracking_history")) + ([latest] if latest else [])
    scans = []
    for row in told:
        where, code = part(row.get("location")), words(row.get("status"), "code")
        country = words(where.get("country"), "place")
        scans.append(
            Scan(
                number=number,
                status=STATUSES.get(code, S.UNKNOWN),
                code=words(part(row.get("substatus")).get("code"), "code") or code,
                at=moment(row.get("status_date"), country=country),
                text=words(row.get("status_details")),
                place=place(where.get("city"), where.get("state"), country),
            )
        )
    return scans
