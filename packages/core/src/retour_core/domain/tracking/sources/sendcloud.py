"""Sendcloud: ``parcel_status_changed``, and a return's ``status_history``.

The webhook names a status by id, the returns API by slug or, in their example, in
words: all are read as the slug, so that what is told and asked is one scan. Ids:
Sendcloud's list of parcel statuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retour_core.domain.tracking.moments import moment
from retour_core.domain.tracking.scans import Scan
from retour_core.domain.tracking.sources.shapes import (
    mapping,
    number_of,
    part,
    rows,
    words,
)
from retour_core.domain.tracking.statuses import TrackingStatus as S

_SLUGS = {
    1: "announced",
    3: "to-sorting",
    4: "delayed",
    5: "sorted",
    6: "unsorted",
    7: "sorting",
    8: "delivery-failed",
    11: "delivered",
    12: "awaiting-customer-pickup",
    13: "announced-uncollected",
    15: "collect-error",
    22: "picked-up-by-driver",
    80: "undeliverable",
    91: "shipment-on-route",
    92: "driver-on-route",
    93: "collected-by-customer",
    94: "cancellation-failed",
    999: "no-label",
    1000: "ready-to-send",
    1001: "announcing",
    1002: "announcement-failed",
    1337: "unknown",
    1998: "cancelled-upstream",
    1999: "cancelling",
    2000: "cancelled",
    2001: "cancelling-upstream",
    62989: "at-customs",
    62990: "at-sorting-centre",
    62991: "refused-by-recipient",
    62992: "returned-to-sender",
    62993: "delivery-method-changed",
    62994: "delivery-date-changed",
    62995: "delivery-address-changed",
    62996: "exception",
    62997: "address-invalid",
}
# Names of that list which are no slug written with spaces.
_NAMES = {
    "ready-to-ship": "ready-to-send",
    "en-route-to-sorting-center": "to-sorting",
    "en-route-to-sorting-centre": "to-sorting",
    "delivery-delayed": "delayed",
    "not-sorted": "unsorted",
    "being-sorted": "sorting",
    "delivery-attempt-failed": "delivery-failed",
    "announced:-not-collected": "announced-uncollected",
    "error-collecting": "collect-error",
    "shipment-picked-up-by-driver": "picked-up-by-driver",
    "unable-to-deliver": "undeliverable",
    "parcel-en-route": "shipment-on-route",
    "driver-en-route": "driver-on-route",
    "shipment-collected-by-customer": "collected-by-customer",
    "being-announced": "announcing",
    "cancellation-requested": "cancelling",
    "submitting-cancellation-request": "cancelling-upstream",
}
STATUSES: Mapping[str, S] = {
    "announced": S.ANNOUNCED,
    "announced-uncollected": S.ANNOUNCED,
    "announcing": S.ANNOUNCED,
    "cancellation-failed": S.ANNOUNCED,
    "no-label": S.ANNOUNCED,
    "ready-to-send": S.ANNOUNCED,
    "collect-error": S.PROBLEM,
    "announcement-failed": S.PROBLEM,
    "address-invalid": S.PROBLEM,
    "picked-up-by-driver": S.ACCEPTED,
    "to-sorting": S.IN_TRANSIT,
    "sorted": S.IN_TRANSIT,
    "unsorted": S.IN_TRANSIT,
    "unsorted2": S.IN_TRANSIT,
    "sorting": S.IN_TRANSIT,
    "shipment-on-route": S.IN_TRANSIT,
    "at-sorting-centre": S.IN_TRANSIT,
    "delayed": S.DELAYED,
    "delivery-date-changed": S.DELAYED,
    "at-customs": S.CUSTOMS,
    "driver-on-route": S.OUT_FOR_DELIVERY,
    "awaiting-customer-pickup": S.AT_PICKUP_POINT,
    "delivered": S.DELIVERED,
    "delivery-forced": S.DELIVERED,
    "collected-by-customer": S.DELIVERED,
    "delivery-failed": S.PROBLEM,
    "undeliverable": S.PROBLEM,
    "refused-by-recipient": S.PROBLEM,
    "exception": S.PROBLEM,
    "returned-to-sender": S.RETURNED,
    "cancelled": S.CANCELLED,
    "cancelled-upstream": S.CANCELLED,
    # Asked for, and not yet decided: it is asked where it is until it is.
    "cancelling": S.ANNOUNCED,
    "cancelling-upstream": S.ANNOUNCED,
}


def read(news: object) -> list[Scan]:
    """A webhook, or one object of the returns API."""
    body = mapping(news)
    if "status_history" in body:
        return _history(body)
    if body.get("action") != "parcel_status_changed":
        return []
    parcel = mapping(body.get("parcel"))
    status = part(parcel.get("status"))
    at = body.get("carrier_status_change_timestamp") or body.get("timestamp")
    slug = _SLUGS.get(status.get("id", 0), words(status.get("id"), "code"))
    return [
        _scan(number_of(parcel.get("tracking_number")), slug, at, status.get("message"))
    ]


def slug_of(status: object) -> str:
    """“Parcel en route” and “SHIPMENT_ON_ROUTE” are “shipment-on-route”."""
    plain = words(status, "code").lower().replace("_", "-").replace(" ", "-")
    return _NAMES.get(plain, plain)


def _history(body: Mapping[str, Any]) -> list[Scan]:
    number = number_of(body.get("tracking_number"))
    return [
        _scan(
            number,
            slug_of(row.get("parent_status")),
            row.get("carrier_update_timestamp"),
            row.get("carrier_message"),
        )
        for row in rows(body.get("status_history"))
    ]


def _scan(number: str, slug: str, at: object, text: object) -> Scan:
    return Scan(
        number=number,
        status=STATUSES.get(slug, S.UNKNOWN),
        code=slug,
        at=moment(at),
        text=words(text),
    )
