"""What can be said of a parcel on its way back, whichever carrier says it."""

from __future__ import annotations

from enum import StrEnum


class TrackingStatus(StrEnum):
    """Seen from the return: the recipient is the merchant, the sender the consumer.

    ``delivered`` is at the merchant's door, which is not received. ``problem`` is
    anything that somebody has to look at: an attempt that failed, a refusal, damage.
    ``returning`` and ``returned`` lead back to the consumer.
    """

    UNKNOWN = "unknown"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    IN_TRANSIT = "in_transit"
    DELAYED = "delayed"
    CUSTOMS = "customs"
    OUT_FOR_DELIVERY = "out_for_delivery"
    AT_PICKUP_POINT = "at_pickup_point"
    PROBLEM = "problem"
    LOST = "lost"
    DELIVERED = "delivered"
    RETURNING = "returning"
    RETURNED = "returned"


S = TrackingStatus

# Said only of a parcel that a carrier has had in its hands. A delay or a problem may be
# told of one that was never handed in, so neither proves that it was sent.
PHYSICAL = frozenset(
    {
        S.ACCEPTED,
        S.IN_TRANSIT,
        S.CUSTOMS,
        S.OUT_FOR_DELIVERY,
        S.AT_PICKUP_POINT,
        S.DELIVERED,
        S.RETURNING,
        S.RETURNED,
    }
)
# Said of the label, not of the parcel: after a scan it means nothing any more.
ON_PAPER = frozenset({S.ANNOUNCED, S.CANCELLED, S.EXPIRED})
# Nothing more is expected, so nobody is asked again.
FINAL = frozenset({S.DELIVERED, S.RETURNED, S.LOST, S.CANCELLED, S.EXPIRED})
