"""Anybody's own software: ``{"tracking_number", "events": [{"status", "at", …}]}``.

``status`` is one of ours (``TrackingStatus``); ``text`` and ``place`` may be left out.
"""

from __future__ import annotations

from contextlib import suppress

from retour_core.domain.tracking.moments import moment
from retour_core.domain.tracking.scans import Scan
from retour_core.domain.tracking.sources.shapes import (
    mapping,
    number_of,
    rows,
    words,
)
from retour_core.domain.tracking.statuses import TrackingStatus


def read(news: object) -> list[Scan]:
    body = mapping(news)
    number = number_of(body.get("tracking_number"))
    return [
        Scan(
            number=number,
            status=_status(words(row.get("status"), "code")),
            code=words(row.get("status"), "code"),
            at=moment(row.get("at")),
            text=words(row.get("text")),
            place=words(row.get("place"), "place"),
        )
        for row in rows(body.get("events"))
    ]


def _status(code: str) -> TrackingStatus:
    with suppress(ValueError):
        return TrackingStatus(code)
    return TrackingStatus.UNKNOWN
