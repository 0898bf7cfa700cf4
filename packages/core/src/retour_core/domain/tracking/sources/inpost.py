"""InPost: ``shipment_status_changed`` webhooks, and the answers of its trackings.

ShipX's documents name a webhook's time ``event_ts``
(dokumentacja-inpost.atlassian.net, Webhooks).

Times without a zone are Polish.
"""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from retour_core.domain.tracking.moments import moment
from retour_core.domain.tracking.scans import Scan
from retour_core.domain.tracking.sources import inpost_group
from retour_core.domain.tracking.sources.shapes import (
    mapping,
    number_of,
    part,
    rows,
    words,
)
from retour_core.domain.tracking.statuses import TrackingStatus as S

STATUSES: Mapping[str, S] = {
    "created": S.ANNOUNCED,
    "offers_prepared": S.ANNOUNCED,
    "offer_selected": S.ANNOUNCED,
    "confirmed": S.ANNOUNCED,
    "dispatched_by_sender": S.ACCEPTED,
    "dispatched_by_sender_to_pok": S.ACCEPTED,
    "collected_from_sender": S.ACCEPTED,
    "taken_by_courier": S.IN_TRANSIT,
    "taken_by_courier_from_pok": S.IN_TRANSIT,
    "adopted_at_source_branch": S.IN_TRANSIT,
    "sent_from_source_branch": S.IN_TRANSIT,
    "adopted_at_sorting_center": S.IN_TRANSIT,
    "sent_from_sorting_center": S.IN_TRANSIT,
    "adopted_at_target_branch": S.IN_TRANSIT,
    "delay_in_delivery": S.DELAYED,
    "out_for_delivery": S.OUT_FOR_DELIVERY,
    "out_for_delivery_to_address": S.OUT_FOR_DELIVERY,
    "ready_to_pickup": S.AT_PICKUP_POINT,
    "ready_to_pickup_from_pok": S.AT_PICKUP_POINT,
    "pickup_reminder_sent": S.AT_PICKUP_POINT,
    "delivered": S.DELIVERED,
    "avizo": S.PROBLEM,
    "pickup_time_expired": S.PROBLEM,
    "rejected_by_receiver": S.PROBLEM,
    "undelivered": S.PROBLEM,
    "undelivered_wrong_address": S.PROBLEM,
    "oversized": S.PROBLEM,
    "claimed": S.PROBLEM,
    "missing": S.LOST,
    "returned_to_sender": S.RETURNED,
    "canceled": S.CANCELLED,
}
_HOME = ZoneInfo("Europe/Warsaw")


def read(news: object) -> list[Scan]:
    body = mapping(news)
    if "parcels" in body:
        return inpost_group.read(body)
    if "eventCode" in body:
        return inpost_group.read_event(body)
    if "tracking_details" in body:
        number = number_of(body.get("tracking_number"))
        return [
            _scan(number, row.get("status"), row.get("datetime"))
            for row in rows(body["tracking_details"])
        ]
    if body.get("event") != "shipment_status_changed":
        return []
    payload = part(body.get("payload"))
    number = number_of(payload.get("tracking_number"))
    return [_scan(number, payload.get("status"), body.get("event_ts"))]


def _scan(number: str, status: object, at: object) -> Scan:
    code = words(status, "code")
    return Scan(
        number=number,
        status=STATUSES.get(code, S.UNKNOWN),
        code=code,
        at=moment(at, zone=_HOME),
    )
