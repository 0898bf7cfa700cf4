"""What a return does when its parcels move."""

from __future__ import annotations

from collections.abc import Iterable

from retour_core.domain.states import ReturnState
from retour_core.domain.tracking.progress import Progress

S = ReturnState

_STEPS: dict[tuple[ReturnState, ReturnState], tuple[ReturnState, ...]] = {
    (S.READY, S.IN_TRANSIT): (S.IN_TRANSIT,),
    (S.READY, S.ARRIVED): (S.ARRIVED,),
    (S.READY, S.BOUNCED): (S.IN_TRANSIT, S.BOUNCED),
    (S.IN_TRANSIT, S.ARRIVED): (S.ARRIVED,),
    (S.IN_TRANSIT, S.BOUNCED): (S.BOUNCED,),
    (S.ARRIVED, S.BOUNCED): (S.BOUNCED,),
    # It was sent after all.
    (S.EXPIRED, S.IN_TRANSIT): (S.IN_TRANSIT,),
    (S.EXPIRED, S.ARRIVED): (S.ARRIVED,),
    (S.BOUNCED, S.IN_TRANSIT): (S.IN_TRANSIT,),
    (S.BOUNCED, S.ARRIVED): (S.IN_TRANSIT, S.ARRIVED),
}


def steps_to(
    current: ReturnState, parcels: Iterable[Progress], *, awaits_more: bool = False
) -> tuple[ReturnState, ...]:
    """The states a return passes through now, in order; empty where it stays.

    Several parcels have arrived when one has and no other is on its way; a parcel
    nobody ever handed in keeps nobody waiting, unless the return ``awaits_more``: there
    is a label with which one can still be. One that came back counts only while no
    other was sent instead. A return never goes back, and what carriers say after a
    person has received it changes nothing.
    """
    target = _target(list(parcels))
    if target is S.ARRIVED and awaits_more:
        target = S.IN_TRANSIT
    return () if target is None else _STEPS.get((current, target), ())


def _target(parcels: list[Progress]) -> ReturnState | None:
    if any(parcel.is_under_way for parcel in parcels):
        return S.IN_TRANSIT
    if any(parcel.is_delivered for parcel in parcels):
        return S.ARRIVED
    if any(parcel.is_back for parcel in parcels):
        return S.BOUNCED
    return None
