"""DHL's unified tracking: ``shipments``, as asked and as pushed.

Times without a zone are local to the scan's country. It calls a parcel that goes back
to its sender a ``failure`` and says so only in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from retour_core.domain.tracking.moments import moment
from retour_core.domain.tracking.scans import Scan
from retour_core.domain.tracking.sources.shapes import (
    UnreadableNews,
    mapping,
    number_of,
    part,
    place,
    rows,
    words,
)
from retour_core.domain.tracking.statuses import TrackingStatus as S

STATUSES: Mapping[str, S] = {
    "pre-transit": S.ANNOUNCED,
    "transit": S.IN_TRANSIT,
    "delivered": S.DELIVERED,
    "failure": S.PROBLEM,
    "unknown": S.UNKNOWN,
}
_GOES_BACK = re.compile(
    r"return(ed|ing)?\s+(back\s+)?to\s+(the\s+)?(sender|shipper)|r(ü|ue)cksendung"
    r"|zur(ü|ue)ck\s+an\s+(den\s+)?absender",
    re.IGNORECASE,
)
_HOME = ZoneInfo("Europe/Berlin")


def read(news: object) -> list[Scan]:
    body = mapping(news)
    if not isinstance(body.get("shipments"), list):
        raise UnreadableNews("There are no shipments.")
    return [
        scan for shipment in rows(body["shipments"]) for scan in _shipment(shipment)
    ]


def _shipment(shipment: Mapping[str, Any]) -> list[Scan]:
    number = number_of(shipment.get("id"))
    told = rows(shipment.get("events")) or rows([shipment.get("status")])
    return [_scan(number, row) for row in told]


def _scan(number: str, row: Mapping[str, Any]) -> Scan:
    where = part(part(row.get("location")).get("address"))
    country = words(where.get("countryCode"), "place")
    code = words(row.get("statusCode"), "code")
    text = words(row.get("description")) or words(row.get("status"))
    status = STATUSES.get(code, S.UNKNOWN)
    if status is S.PROBLEM and _GOES_BACK.search(text):
        status = S.RETURNING
    return Scan(
        number=number,
        status=status,
        code=code,
        at=moment(row.get("timestamp"), country=country, zone=_HOME),
        text=text,
        place=place(where.get("addressLocality"), country),
    )
