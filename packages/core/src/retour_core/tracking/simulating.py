"""A carrier that is not there moves every parcel, so that a demo has something to see.

Only where ``RETOUR_SIMULATED_SCAN_SECONDS`` says how long a step takes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from retour_core.domain.states import ReturnState
from retour_core.domain.tracking.simulated import scans_until
from retour_core.tracking.models import TrackedParcel
from retour_core.tracking.operations import ingest

if TYPE_CHECKING:
    from retour_core.returns.models import Return

_MOVING = (ReturnState.READY, ReturnState.IN_TRANSIT)


def simulate(*, now: datetime) -> None:
    """Tell what has happened by ``now`` to the parcels of returns that can move."""
    pace = timedelta(seconds=settings.RETOUR_SIMULATED_SCAN_SECONDS)
    if not pace:
        return
    parcels = TrackedParcel.objects.filter(
        parent__state__in=_MOVING, ended_at=None
    ).select_related("parent__return_address")
    scans = []
    for parcel in parcels:
        origin, destination = _places(parcel.parent)
        scans += scans_until(
            now,
            number=parcel.number,
            started_at=parcel.created_at,
            pace=pace,
            origin=origin,
            destination=destination,
        )
    ingest("simulated", scans, received_at=now)


def _places(ret: Return) -> tuple[str, str]:
    sender, address = ret.sender, ret.return_address
    there = (address.city, address.country) if address else ()
    here = (str(sender.get("city", "")), str(sender.get("country", "")))
    return ", ".join(filter(None, here)), ", ".join(filter(None, there))
