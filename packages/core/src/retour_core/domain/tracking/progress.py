"""What all scans of one parcel say together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from retour_core.domain.tracking.scans import Identity, Known, identity
from retour_core.domain.tracking.statuses import ON_PAPER, PHYSICAL, TrackingStatus

_RANK = {status: rank for rank, status in enumerate(TrackingStatus)}
_BACK = frozenset({TrackingStatus.RETURNING, TrackingStatus.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """``sent_at`` is the first physical scan, the legal proof of sending, and
    ``known_at`` when we learned of one; ``ended_at`` when it was delivered or came
    back. More scans can only make the first two earlier."""

    status: TrackingStatus = TrackingStatus.UNKNOWN
    sent_at: datetime | None = None
    known_at: datetime | None = None
    ended_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def is_back(self) -> bool:
        return self.status in _BACK

    @property
    def is_delivered(self) -> bool:
        return self.status is TrackingStatus.DELIVERED

    @property
    def is_under_way(self) -> bool:
        return self.sent_at is not None and not self.is_back and not self.is_delivered


def progress_of(known: Iterable[Known], *, since: datetime | None = None) -> Progress:
    """The same for every order and repetition of the same scans.

    Carriers use their numbers again, so what happened before ``since``, when the
    number became this parcel's, belongs to another one. Of scans at the same moment
    the one that says more counts last.
    """
    progress = Progress()
    for one in _in_order(known, since):
        progress = _after(progress, one)
    return progress


def _in_order(known: Iterable[Known], since: datetime | None) -> list[Known]:
    first: dict[Identity, Known] = {}
    for one in known:
        key = identity(one.scan)
        # Of several tellings of one scan the earliest counts.
        if key not in first or one.received_at < first[key].received_at:
            first[key] = one
    return sorted(
        (one for one in first.values() if since is None or one.happened_at >= since),
        key=lambda one: (
            one.happened_at,
            _RANK[one.scan.status],
            one.received_at,
        ),
    )


def _after(progress: Progress, one: Known) -> Progress:
    at, status = one.happened_at, one.scan.status
    told = replace(progress, last_at=at)
    if status in PHYSICAL:
        known = min(one.received_at, progress.known_at or one.received_at)
        told = replace(told, sent_at=progress.sent_at or at, known_at=known)
    following = _following(progress, status)
    if following is progress.status:
        return told
    ended = {TrackingStatus.DELIVERED, *_BACK}
    return replace(told, status=following, ended_at=at if following in ended else None)


def _following(progress: Progress, new: TrackingStatus) -> TrackingStatus:
    """The status after one more scan.

    Delivered stays, unless the parcel is sent back to the consumer; and what is
    delivered on the way back was delivered to the consumer.
    """
    present = progress.status
    if new is TrackingStatus.UNKNOWN:
        return present
    if new in ON_PAPER and progress.sent_at is not None:
        return present
    if present is TrackingStatus.RETURNED:
        return present
    if present is TrackingStatus.RETURNING:
        arrived = new in (TrackingStatus.DELIVERED, TrackingStatus.RETURNED)
        return TrackingStatus.RETURNED if arrived else present
    if present is TrackingStatus.DELIVERED and new not in _BACK:
        return present
    return new
