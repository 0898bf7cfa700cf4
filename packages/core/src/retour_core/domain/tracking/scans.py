"""One thing a carrier says of a parcel, and when it is taken to have happened."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from retour_core.domain.tracking.statuses import TrackingStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """``number`` is normalised (``normalise_tracking_number``), ``code`` the source's
    word. ``at`` is aware, or None where the source names no time. ``place`` is for
    people to read, "Berlin, DE", or empty."""

    number: str
    status: TrackingStatus
    code: str
    at: datetime | None
    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A scan, and the moment at which we were told of it."""

    scan: Scan
    received_at: datetime

    @property
    def happened_at(self) -> datetime:
        """When it is taken to have happened.

        Nothing can have been scanned after we were told of it, so a time in the future
        (a clock that is fast, a zone that was left out) counts as the moment of the
        news, and so does a scan that names no time.
        """
        if self.scan.at is None:
            return self.received_at
        return min(self.scan.at, self.received_at)


Identity = tuple[str, str, str, datetime | None, str]


def identity(scan: Scan) -> Identity:
    """The same for the same scan, however often and in whatever language it is told."""
    return (scan.number, scan.status, scan.code, scan.at, scan.place)


def fingerprint(scan: Scan) -> str:
    """``identity`` as 64 hexadecimal digits, to be kept."""
    number, status, code, at, place = identity(scan)
    moment = at.astimezone(UTC).isoformat() if at else ""
    parts = [number, status, code, moment, place]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
