"""Reading the times carriers write, which are not always times."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from retour_core.domain.windows import Place, zones_for

_UTC = ZoneInfo("UTC")
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_MILLISECONDS_FROM = 10**11  # as seconds this is the year 5138


def moment(
    value: object, *, country: str = "", zone: ZoneInfo = _UTC
) -> datetime | None:
    """An aware time from ISO 8601 or a count of seconds or milliseconds since 1970.

    Written without a zone it is the local time of ``country``, where the scan was made,
    and of ``zone``, the source's own, where that is not known. None for anything else.
    """
    try:
        at = _read(value)
    except (ValueError, OverflowError, OSError):
        return None
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=_zone(country, zone))
    return at if at is not None and _EARLIEST <= at < _LATEST else None


def _read(value: object) -> datetime | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        seconds = value / 1000 if value >= _MILLISECONDS_FROM else value
        return datetime.fromtimestamp(seconds, UTC)
    if not isinstance(value, str) or not value.strip():
        return None
    # “2026-11-20 15:08:06 +0100”: the blank in front of the offset is not ISO.
    text = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", value.strip())
    return datetime.fromisoformat(text)


def _zone(country: str, fallback: ZoneInfo) -> ZoneInfo:
    if len(country) != 2:
        return fallback
    return zones_for(Place(country.upper(), fallback=fallback))[0]
