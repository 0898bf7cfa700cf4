"""The life of a return, as one table (DESIGN §4)."""

from __future__ import annotations

from enum import StrEnum

from retour_core.domain.errors import DomainError


class ReturnState(StrEnum):
    DRAFT = "draft"
    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    AWAITING_PAYMENT = "awaiting_payment"
    LABEL_PENDING = "label_pending"
    LABEL_FAILED = "label_failed"
    READY = "ready"
    IN_TRANSIT = "in_transit"
    ARRIVED = "arrived"
    BOUNCED = "bounced"
    INSPECTED = "inspected"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


S = ReturnState

TRANSITIONS: dict[ReturnState, frozenset[ReturnState]] = {
    S.DRAFT: frozenset({S.REQUESTED, S.EXPIRED}),
    S.REQUESTED: frozenset({S.APPROVED, S.REJECTED, S.CANCELLED}),
    S.APPROVED: frozenset(
        {S.AWAITING_PAYMENT, S.LABEL_PENDING, S.READY, S.SETTLED, S.CANCELLED}
    ),
    S.REJECTED: frozenset({S.APPROVED}),
    S.AWAITING_PAYMENT: frozenset({S.LABEL_PENDING, S.CANCELLED, S.EXPIRED}),
    S.LABEL_PENDING: frozenset({S.READY, S.LABEL_FAILED, S.CANCELLED}),
    S.LABEL_FAILED: frozenset({S.LABEL_PENDING, S.READY, S.CANCELLED}),
    S.READY: frozenset({S.IN_TRANSIT, S.ARRIVED, S.INSPECTED, S.CANCELLED, S.EXPIRED}),
    S.IN_TRANSIT: frozenset({S.ARRIVED, S.BOUNCED, S.INSPECTED}),
    S.ARRIVED: frozenset({S.INSPECTED, S.BOUNCED}),
    S.BOUNCED: frozenset({S.LABEL_PENDING, S.READY, S.IN_TRANSIT, S.CANCELLED}),
    S.INSPECTED: frozenset({S.SETTLED}),
    S.SETTLED: frozenset(),
    S.CANCELLED: frozenset(),
    # A parcel may still turn up after the label ran out: a carrier scans it, or a
    # person books it in.
    S.EXPIRED: frozenset({S.IN_TRANSIT, S.ARRIVED, S.INSPECTED}),
}

OPEN_STATES = frozenset(S) - {S.SETTLED, S.CANCELLED, S.EXPIRED, S.REJECTED}
# In these the return holds units of its order lines; in the others they are free.
HOLDING_STATES = frozenset(S) - {S.DRAFT, S.REJECTED, S.CANCELLED, S.EXPIRED}
CUSTOMER_MAY_CANCEL = frozenset(
    {
        S.REQUESTED,
        S.APPROVED,
        S.AWAITING_PAYMENT,
        S.LABEL_PENDING,
        S.LABEL_FAILED,
        S.READY,
    }
)


class TransitionRefused(DomainError):
    """A return cannot go from its present state to the one asked for."""

    code = "transition_refused"


def check_transition(current: ReturnState, target: ReturnState) -> None:
    """Raise ``TransitionRefused`` unless the table allows the step."""
    if target not in TRANSITIONS[current]:
        raise TransitionRefused(
            f"A return that is “{current}” cannot become “{target}”.",
            current=str(current),
            target=str(target),
        )
