"""From which day on a window is counted, by what is known of the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from retour_core.domain.windows.days import local_day


class AnchorKind(StrEnum):
    DELIVERED = "delivered"
    SHIPPED = "shipped"
    ORDERED = "ordered"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery of the order: a parcel, a lot, a piece. Moments are aware."""

    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderDates:
    """What is known of an order's course; moments are aware.

    ``more_to_come``: goods of the order are still to be sent, so the last good has not
    been received (CRD art. 9(2)(b)(i)). ``informed_at``: when the consumer got the
    information on withdrawal that was missing at first (art. 10(2)).
    """

    ordered_at: datetime
    parcels: tuple[Parcel, ...] = ()
    more_to_come: bool = False
    informed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """``day`` in the consumer's zone; not counted itself.

    ``kind`` is the weakest evidence it rests on: SHIPPED if the arrival of one parcel
    had to be reckoned.
    """

    kind: AnchorKind
    day: date


def find_anchor(
    dates: OrderDates,
    kinds: Sequence[AnchorKind],
    *,
    transit_days: int,
    zone: ZoneInfo,
) -> Anchor | None:
    """The last arrival among all parcels, or the order itself if there are none.

    None while the days have not begun: something is still to be sent or to arrive, and
    ``kinds`` allow no estimate of when.
    """
    if AnchorKind.ORDERED in kinds and (not dates.parcels or len(kinds) == 1):
        return Anchor(AnchorKind.ORDERED, local_day(dates.ordered_at, zone))
    if not dates.parcels or dates.more_to_come:
        return None
    arrivals = [_arrival(parcel, kinds, transit_days, zone) for parcel in dates.parcels]
    known = [arrival for arrival in arrivals if arrival is not None]
    if len(known) < len(arrivals):
        return None
    estimated = any(arrival.kind is AnchorKind.SHIPPED for arrival in known)
    kind = AnchorKind.SHIPPED if estimated else AnchorKind.DELIVERED
    return Anchor(kind, max(arrival.day for arrival in known))


def _arrival(
    parcel: Parcel, kinds: Sequence[AnchorKind], transit_days: int, zone: ZoneInfo
) -> Anchor | None:
    if AnchorKind.DELIVERED in kinds and parcel.delivered_at:
        return Anchor(AnchorKind.DELIVERED, local_day(parcel.delivered_at, zone))
    if AnchorKind.SHIPPED in kinds and parcel.shipped_at:
        sent = local_day(parcel.shipped_at, zone)
        return Anchor(AnchorKind.SHIPPED, sent + timedelta(days=transit_days))
    return None
