"""Of which trouble with a parcel somebody is to be told, and of which not again."""

from __future__ import annotations

from collections.abc import Collection

from retour_core.domain.tracking.statuses import TrackingStatus

S = TrackingStatus

# Somebody should look; the state of the return says nothing of it.
ALARMING = frozenset({S.PROBLEM, S.LOST})
# Neither trouble of its own nor the end of another.
_UNDECIDED = frozenset({S.UNKNOWN, S.DELAYED})


def alarms_after(known: Collection[str], status: TrackingStatus) -> list[str]:
    """The alarms that hold once a parcel has ``status``: what is in it and was not in
    ``known`` is to be told now.

    Each kind is told once until the trouble is over, that is until the parcel is said
    to be on its way, or at an end, again.
    """
    if status in ALARMING:
        return sorted({*known, status.value})
    if status in _UNDECIDED:
        return sorted(known)
    return sorted({*known} - ALARMING)
