"""InPost's API for all its countries: the parcels of ``/tracking/v1/parcels``, and
the events its webhooks tell one by one (developers.inpost-group.com/webhooks).

Codes are those of its event catalogue, V1 and V2. “Ready for courier collection” is
said of parcels that wait at the sender's own door, too, so it proves no sending.
"""

from __future__ import annotations

from collections.abc import Mapping

from retour_core.domain.tracking.moments import moment
from retour_core.domain.tracking.scans import Scan
from retour_core.domain.tracking.sources.shapes import (
    number_of,
    part,
    place,
    rows,
    words,
)
from retour_core.domain.tracking.statuses import TrackingStatus as S


def _codes(family: str, *numbers: int) -> list[str]:
    return [f"{family}.{number}" for number in numbers]


STATUSES: Mapping[str, S] = {
    **dict.fromkeys(_codes("CRE", 1001, 1002), S.ANNOUNCED),
    **dict.fromkeys(_codes("FMD", 1001, 1007, 1008, 1013), S.ANNOUNCED),
    **dict.fromkeys(_codes("FMD", 1002, 1004, 1005), S.ACCEPTED),
    **dict.fromkeys(_codes("FMD", 1003, 1006, 1015), S.IN_TRANSIT),
    **dict.fromkeys(_codes("HAN", 1001), S.IN_TRANSIT),
    **dict.fromkeys(_codes("MMD", *range(1001, 1006)), S.IN_TRANSIT),
    **dict.fromkeys(_codes("MMD", 1007, 1009, 3001), S.IN_TRANSIT),
    **dict.fromkeys(_codes("MMD", 1006, 9001), S.PROBLEM),
    "CC.001": S.CUSTOMS,
    "CC.002": S.IN_TRANSIT,
    "CC.003": S.CUSTOMS,
    "LMD.1001": S.OUT_FOR_DELIVERY,
    "LMD.1002": S.IN_TRANSIT,
    **dict.fromkeys(_codes("LMD", *range(1003, 1007), 9001, 9013), S.AT_PICKUP_POINT),
    **dict.fromkeys(_codes("LMD", *range(3001, 3008), 3012, 3017), S.IN_TRANSIT),
    **dict.fromkeys(_codes("LMD", *range(3013, 3017)), S.IN_TRANSIT),
    **dict.fromkeys(_codes("LMD", *range(3008, 3012)), S.PROBLEM),
    **dict.fromkeys(_codes("LMD", *range(9002, 9013)), S.PROBLEM),
    **dict.fromkeys(_codes("LMD", *range(9015, 9031)), S.PROBLEM),
    "LMD.9014": S.RETURNING,
    **dict.fromkeys(_codes("EOL", *range(1001, 1009)), S.DELIVERED),
    "EOL.9001": S.LOST,
    **dict.fromkeys(_codes("EOL", 9002, 9003, 9006), S.PROBLEM),
    **dict.fromkeys(_codes("EOL", 9004, 9005), S.CANCELLED),
    "RTS.1001": S.RETURNING,
    "RTS.1002": S.RETURNED,
    **dict.fromkeys(_codes("INF", 9001, 9003, 9004, 9005), S.DELAYED),
    **dict.fromkeys(_codes("INF", 9009, 9016, 9017), S.DELAYED),
}


def read(body: Mapping[str, object]) -> list[Scan]:
    """Scans of every parcel that was asked about."""
    return [
        _scan(number_of(parcel.get("trackingNumber")), event)
        for parcel in rows(body.get("parcels"))
        for event in rows(parcel.get("events"))
    ]


def read_event(body: Mapping[str, object]) -> list[Scan]:
    """The one event of a webhook."""
    return [_scan(number_of(body.get("trackingNumber")), body)]


def _scan(number: str, event: Mapping[str, object]) -> Scan:
    code, where = words(event.get("eventCode"), "code"), part(event.get("location"))
    country = words(where.get("country"), "place")
    return Scan(
        number=number,
        status=STATUSES.get(code, S.UNKNOWN),
        code=code,
        at=moment(event.get("timestamp"), country=country),
        place=place(where.get("city"), country),
    )
