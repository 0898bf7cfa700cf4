"""Where the customer's parcels are, scan by scan."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from retour_core.domain.states import ReturnState
from retour_core.domain.tracking import TrackingStatus as T
from retour_core.domain.tracking_numbers import Parcel, parcel_of
from retour_core.domain.windows import Place, zones_for
from retour_core.returns.models import Return
from retour_core.tracking.operations import takes_number
from retour_core.tracking.queries import Followed, Told, parcels_of
from retour_portal.flow.presentation import moment_text

_MOVING = frozenset({ReturnState.READY, ReturnState.IN_TRANSIT, ReturnState.ARRIVED})
_SENTENCES: dict[T, Promise] = {
    T.UNKNOWN: gettext_lazy("There is news from the carrier."),
    T.ANNOUNCED: gettext_lazy("The carrier knows of your parcel."),
    T.CANCELLED: gettext_lazy("The label was cancelled."),
    T.EXPIRED: gettext_lazy("The carrier has no news any more."),
    T.ACCEPTED: gettext_lazy("Your parcel was handed in."),
    T.IN_TRANSIT: gettext_lazy("Your parcel is on its way."),
    T.DELAYED: gettext_lazy("Your parcel is delayed."),
    T.CUSTOMS: gettext_lazy("Your parcel is at customs."),
    T.OUT_FOR_DELIVERY: gettext_lazy("Your parcel is being brought to us."),
    T.AT_PICKUP_POINT: gettext_lazy("Your parcel waits for us to collect it."),
    T.PROBLEM: gettext_lazy("The carrier has a problem with your parcel."),
    T.LOST: gettext_lazy("The carrier cannot find your parcel."),
    T.DELIVERED: gettext_lazy("Your parcel was delivered to us."),
    T.RETURNING: gettext_lazy("Your parcel is on its way back to you."),
    T.RETURNED: gettext_lazy("Your parcel came back to you."),
}


@dataclass(frozen=True)
class ScanRow:
    sentence: str
    place: str
    when: str
    iso: str


@dataclass(frozen=True)
class ParcelRow:
    """``key`` names it on the page; ``number`` is which of several it is, 0 for the
    only one; ``names_number`` where the page has no other place for its number."""

    key: int
    number: int
    parcel: Parcel
    names_number: bool
    scans: list[ScanRow]


@dataclass(frozen=True)
class Parcels:
    """``version`` changes with every piece of news, also of the return itself."""

    rows: list[ParcelRow]
    version: str
    is_followed: bool
    takes_number: bool


def parcels_shown(ret: Return) -> Parcels:
    """Those with news, and those whose number the customer entered; two queries."""
    followed = parcels_of(ret)
    zone = _zone(ret)
    return Parcels(
        rows=[
            ParcelRow(
                key=one.parcel.pk,
                number=_number(one, followed),
                parcel=parcel_of(one.parcel.number, is_ours=one.parcel.is_ours),
                names_number=not one.parcel.source or len(followed) > 1,
                scans=[_row(told, zone, ret) for told in one.told],
            )
            for one in followed
            if one.told or not one.parcel.source
        ],
        version=_version(ret, followed),
        is_followed=bool(followed) and ret.current_state in _MOVING,
        takes_number=takes_number(ret),
    )


def _number(one: Followed, followed: list[Followed]) -> int:
    label = one.parcel.label
    return label.parcel if label is not None and len(followed) > 1 else 0


def _row(told: Told, zone: ZoneInfo, ret: Return) -> ScanRow:
    return ScanRow(
        sentence=str(_SENTENCES[told.status]),
        place=told.place,
        when=moment_text(told.at, zone, ret.order),
        iso=told.at.isoformat(),
    )


def _zone(ret: Return) -> ZoneInfo:
    """The customer's clock: theirs was the hand that gave the parcel away."""
    country = str(ret.sender.get("country", ""))
    return zones_for(Place(country, str(ret.sender.get("postal_code", ""))))[0]


def _version(ret: Return, followed: list[Followed]) -> str:
    count = sum(len(one.told) for one in followed)
    return f"{ret.updated_at.timestamp():.6f}-{count}"
