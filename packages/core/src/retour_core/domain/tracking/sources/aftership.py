"""AfterShip: a ``tracking`` with its checkpoints, alone or in a webhook's ``msg``."""

from __future__ import annotations

from collections.abc import Mapping

from retour_core.domain.tracking.moments import moment
from retour_core.domain.tracking.scans import Scan
from retour_core.domain.tracking.sources.shapes import (
    mapping,
    number_of,
    place,
    rows,
    words,
)
from retour_core.domain.tracking.statuses import TrackingStatus as S

STATUSES: Mapping[str, S] = {
    "Pending": S.ANNOUNCED,
    "InfoReceived": S.ANNOUNCED,
    "InTransit": S.IN_TRANSIT,
    "OutForDelivery": S.OUT_FOR_DELIVERY,
    "AttemptFail": S.PROBLEM,
    "AvailableForPickup": S.AT_PICKUP_POINT,
    "Delivered": S.DELIVERED,
    "Exception": S.PROBLEM,
    "Expired": S.EXPIRED,
}
# Sub-statuses that say more than the status they belong to.
SUB_STATUSES: Mapping[str, S] = {
    "InTransit_002": S.ACCEPTED,
    "InTransit_006": S.CUSTOMS,
    "Exception_004": S.CUSTOMS,
    "Exception_005": S.DELAYED,
    "Exception_010": S.RETURNING,
    "Exception_011": S.RETURNED,
    "Exception_013": S.LOST,
}


def read(news: object) -> list[Scan]:
    body = mapping(news)
    tracking = mapping(body["msg"]) if "msg" in body else body
    if "checkpoints" not in tracking:
        return []
    number = number_of(tracking.get("tracking_number"))
    scans = []
    for row in rows(tracking.get("checkpoints")):
        sub, tag = words(row.get("subtag"), "code"), words(row.get("tag"), "code")
        known = STATUSES.get(tag, S.UNKNOWN)
        country = words(row.get("country_region") or row.get("country_iso3"), "place")
        scans.append(
            Scan(
                number=number,
                status=SUB_STATUSES.get(sub, known),
                code=sub or tag,
                at=moment(row.get("checkpoint_time")),
                text=words(row.get("message")),
                place=place(row.get("location"))
                or place(row.get("city"), row.get("state"), country),
            )
        )
    return scans
