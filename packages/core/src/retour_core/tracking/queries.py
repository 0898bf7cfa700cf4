from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from retour_core.domain.tracking import Known, Scan, TrackingStatus, progress_of
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
    numbers = [row.number for row in parcels]
    kept = TrackingEvent.objects.filter(number__in=numbers) if numbers else ()
    events = [event for event in kept if counts_for(event.brands, ret.brand_id)]
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


class Kept:
    """Scans by number, each with the brands whose parcels it counts for."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[list[int] | None, Known]]] = {}

    def add(self, number: str, brands: list[int] | None, known: Known) -> None:
        self._rows.setdefault(number, []).append((brands, known))

    def of(self, number: str, brand_id: int) -> list[Known]:
        return [
            known
            for brands, known in self._rows.get(number, ())
            if counts_for(brands, brand_id)
        ]


def counts_for(brands: list[int] | None, brand_id: int) -> bool:
    """Whether a scan told for these brands moves that brand's parcels."""
    return brands is None or brand_id in brands


def known_of(numbers: Collection[str]) -> Kept:
    """All scans that are kept of these numbers; one query, none for no number.

    Read as plain columns: there are as many of them as nothing else here has rows.
    """
    kept = Kept()
    if numbers:
        rows = TrackingEvent.objects.filter(number__in=numbers)
        for number, brands, status, code, at, text, place, received in rows.values_list(
            *("number", "brands", "status", "code", "at", "text", "place"),
            "received_at",
        ):
            scan = Scan(
                number=number,
                status=TrackingStatus(status),
                code=code,
                at=at,
                text=text,
                place=place,
            )
            kept.add(number, brands, Known(scan, received))
    return kept


def handed_in(label_ids: Collection[int]) -> set[int]:
    """Those of the labels whose parcel a carrier has had; two queries.

    Scans count that are kept but not yet followed: ask behind the return's lock, and
    who comes after it sees what is decided.
    """
    rows = list(
        TrackedParcel.objects.filter(label__in=label_ids).annotate(
            brand_id=F("parent__brand_id")
        )
    )
    kept = known_of({row.number for row in rows})
    return {
        row.label_id
        for row in rows
        if row.label_id is not None
        and (
            row.sent_at
            or progress_of(kept.of(row.number, row.brand_id), since=row.since).sent_at
        )
    }


def came_back(label_ids: Collection[int]) -> set[int]:
    """Those of the labels whose parcel is, or is going, back to the customer."""
    rows = TrackedParcel.objects.filter(label__in=label_ids)
    return {
        row.label_id
        for row in rows
        if row.label_id is not None and row.progress.is_back
    }
