"""A parcel's way as a carrier would tell it, to watch in a demo."""

from __future__ import annotations

from datetime import datetime, timedelta

from retour_core.domain.tracking.scans import Scan
from retour_core.domain.tracking.statuses import TrackingStatus as S

# The step, its status, and whether the parcel is at the sender's or the recipient's.
# The second step is left out: time to look at the label, or to change one's mind.
_COURSE = (
    (0, S.ANNOUNCED, False),
    (2, S.ACCEPTED, False),
    (3, S.IN_TRANSIT, False),
    (4, S.IN_TRANSIT, True),
    (5, S.OUT_FOR_DELIVERY, True),
    (6, S.DELIVERED, True),
)


def scans_until(
    now: datetime,
    *,
    number: str,
    started_at: datetime,
    pace: timedelta,
    origin: str,
    destination: str,
) -> list[Scan]:
    """What has been told of the parcel by ``now``, one step each ``pace``; always the
    same for the same parcel. ``origin`` and ``destination`` are places to read."""
    course = [
        Scan(
            number=number,
            status=status,
            code=f"step-{step}",
            at=started_at + step * pace,
            place=destination if is_there else origin,
        )
        for step, status, is_there in _COURSE
    ]
    return [scan for scan in course if scan.at is not None and scan.at <= now]
