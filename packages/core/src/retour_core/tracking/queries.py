from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from retour_core.domain.tracking import TrackingStatus, progress_of
from retour_core.domain.tracking.scans import identity
from retour_core.returns.models import Return
from retour_core.tracking.models import StatusChoices, TrackedParcel, TrackingEvent


@dataclass(frozen=True)
class Told:
    """One scan to show: ``text`` is the carrier's own, in its language or empty."""

    status: TrackingStatus
    at: datetime
    text: str
    place: str

    @property
    def label(self) -> str:
        """The status in the active language, as staff read it."""
        return str(StatusChoices(self.status).label)


@dataclass(frozen=True)
class Followed:
    """A parcel and what was told of it, the newest first."""

    parcel: TrackedParcel
    told: Sequence[Told]


def parcels_of(ret: Return) -> list[Followed]:
    """The return's parcels in the order they became known; two queries."""
    parcels = list(ret.tracked_parcels.select_related("label").order_by("pk"))
    events = list(
        TrackingEvent.objects.filter(number__in=[row.number for row in parcels])
        if parcels
        else []
    )
    return [
        Followed(row, _told(row, (e for e in events if e.number == row.number)))
        for row in parcels
    ]


def _told(parcel: TrackedParcel, events: Iterable[TrackingEvent]) -> list[Told]:
    """What several sources tell of one scan is told once."""
    rows = {}
    for event in events:
        known = event.known
        if known.happened_at >= parcel.since:
            rows[identity(known.scan)] = Told(
                known.scan.status, known.happened_at, event.text, event.place
            )
    return sorted(rows.values(), key=lambda row: row.at, reverse=True)


def handed_in(label_ids: Collection[int]) -> set[int]:
    """Those of the labels whose parcel a carrier has had; two queries.

    Scans count that are kept but not yet followed: ask behind the return's lock, and
    who comes after it sees what is decided.
    """
    parcels = TrackedParcel.objects.filter(label__in=label_ids)
    rows = {row.pk: row for row in parcels}
    known = defaultdict(list)
    numbers = [row.number for row in rows.values()]
    for event in TrackingEvent.objects.filter(number__in=numbers) if numbers else ():
        known[event.number].append(event.known)
    return {
        row.label_id
        for row in rows.values()
        if row.label_id is not None
        and (row.sent_at or progress_of(known[row.number], since=row.since).sent_at)
    }


def came_back(label_ids: Collection[int]) -> set[int]:
    """Those of the labels whose parcel is, or is going, back to the customer."""
    rows = TrackedParcel.objects.filter(label__in=label_ids)
    return {
        row.label_id
        for row in rows
        if row.label_id is not None and row.progress.is_back
    }
