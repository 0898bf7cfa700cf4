from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from retour_core.counter import refusals
from retour_core.counter.models import HandIn
from retour_core.domain.counter_codes import read_counter_code
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import TRANSITIONS, ReturnState
from retour_core.returns.choices import RequestKind
from retour_core.returns.deadlines import day_of, send_by
from retour_core.returns.models import Return, ReturnQuerySet

_S = ReturnState
_REFUSED: dict[ReturnState, type[DomainError]] = {
    _S.CANCELLED: refusals.HandInCancelled,
    _S.EXPIRED: refusals.HandInExpired,
    _S.REJECTED: refusals.HandInRejected,
    _S.SETTLED: refusals.HandInSettled,
    _S.INSPECTED: refusals.HandInReceived,
    _S.ARRIVED: refusals.HandInReceived,
}


@dataclass(frozen=True)
class AtCounter:
    """How a return stands at the counter. ``hand_in`` is its proof if it was handed in
    before, ``refusal`` why it cannot be, whatever one accepts; ``late`` and
    ``other_method`` are what somebody has to accept."""

    hand_in: HandIn | None = None
    refusal: DomainError | None = None
    hand_in_by: date | None = None
    late: refusals.HandInLate | None = None
    other_method: refusals.HandInOtherMethod | None = None

    @property
    def may_accept(self) -> bool:
        return self.hand_in is None and self.refusal is None


def find_at_counter(text: str, among: ReturnQuerySet) -> Return | None:
    """The submitted return of ``among`` that a scanned or typed code names. At most
    one query; of a parcel's number that several had, the newest."""
    code = read_counter_code(text)
    rows = among.submitted()
    if code.rma_number:
        return rows.filter(rma_number=code.rma_number).first()
    if code.private_key:
        return rows.filter(private_key=code.private_key).first()
    if not code.parcel_numbers:
        return None
    # Each by its own index: with “or”, all returns would be read with all parcels.
    labelled, followed = (
        Return.objects.filter(**{f"{path}__in": code.parcel_numbers}).values("pk")
        for path in ("labels__tracking_number", "tracked_parcels__number")
    )
    return rows.filter(pk__in=labelled.union(followed)).order_by("-pk").first()


def at_counter(ret: Return, *, now: datetime) -> AtCounter:
    """Two queries, one where the items came or are not to come."""
    hand_in = HandIn.objects.filter(parent=ret).first()
    if hand_in is not None:
        return AtCounter(hand_in=hand_in)
    refusal = _refusal(ret)
    if refusal is not None:
        return AtCounter(refusal=refusal)
    by = hand_in_by(ret)
    is_late = by is not None and day_of(ret, now) > by
    is_other = ret.method != ReturnMethod.IN_STORE
    return AtCounter(
        hand_in_by=by,
        late=refusals.HandInLate(last_day=str(by)) if is_late else None,
        other_method=refusals.HandInOtherMethod(method=ret.method)
        if is_other
        else None,
    )


def is_to_be_brought(ret: Return) -> bool:
    """Whether its customer is to bring the items to a store now."""
    is_ready = ret.current_state is ReturnState.READY
    return is_ready and ret.method == ReturnMethod.IN_STORE


def hand_in_by(ret: Return) -> date | None:
    """The last day on the customer's calendar; a withdrawal is a right and never late.
    One query at most."""
    return None if ret.kind == RequestKind.WITHDRAWAL else send_by(ret)


def _refusal(ret: Return) -> DomainError | None:
    state = ret.current_state
    if state in _REFUSED:
        return _REFUSED[state]()
    if state is _S.APPROVED and not ret.method:
        return refusals.HandInNotNeeded()
    if _S.ARRIVED not in TRANSITIONS[state]:
        return refusals.HandInTooEarly(state=str(state))
    return None
