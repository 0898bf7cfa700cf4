"""Scans in, and numbers to follow. Views, deliveries and tasks call one of these."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from retour_core.carriers.registry import can_be_asked
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import ReturnState
from retour_core.domain.tracking import Scan, fingerprint
from retour_core.domain.tracking_numbers import (
    Doubt,
    doubt_about,
    normalise_tracking_number,
    recognise,
)
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.transition import lock_return, note
from retour_core.tracking.assigning import assign
from retour_core.tracking.following import follow
from retour_core.tracking.models import TrackedParcel, TrackingEvent, TrackingMessage

if TYPE_CHECKING:
    from retour_core.labels.models import Label
    from retour_core.returns.models import Return

# Few enough for a transaction that others can wait for.
_AT_ONCE = 500
# A carrier's clock, or a time zone it left out, may put a first scan before the label.
_SKEW = timedelta(days=1)
_MOST_NUMBERS = 10


class NumberUnknown(DomainError):
    """No carrier has tracking numbers like this one."""

    code = "tracking_number_unknown"


class NumberDoubtful(DomainError):
    """This is hardly right, but may be kept: ``doubt`` (``domain`` ``Doubt``) and
    ``carrier``, whose number it seems to be or "", say why."""

    code = "tracking_number_doubtful"


class NumbersTooMany(DomainError):
    """More different numbers were entered than anybody has parcels."""

    code = "tracking_numbers_too_many"


class NumberTaken(DomainError):
    """This tracking number belongs to somebody else's return."""

    code = "tracking_number_taken"


class NumberNotExpected(DomainError):
    """This return takes no tracking number: it has a label, or is not to be sent."""

    code = "tracking_number_not_expected"


def ingest(
    source: str,
    scans: Sequence[Scan],
    *,
    received_at: datetime,
    message: TrackingMessage | None = None,
    brands: Collection[int] | None = None,
) -> int:
    """Keep scans and let their returns follow; answers how many were new.

    ``brands`` are the ids of those for whose parcels the source may speak, ``None``
    for all: who opened an address for one brand must not move another's return.

    Any number of them, in any order and as often as they come: what is known already
    is kept once. After a crash calling it again completes what was begun. Scans of a
    number nobody has yet are kept until :func:`track` names it.
    """
    new = 0
    scope = None if brands is None else sorted(brands)
    marked = {_mark(scan, scope): scan for scan in scans}
    for some in _batches(sorted(marked.items())):
        with transaction.atomic():
            new += _keep(source, some, received_at, message, scope)
        follow({scan.number for _mark, scan in some})
    return new


def track(
    ret: Return,
    number: str,
    *,
    since: datetime,
    source: str = "",
    label: Label | None = None,
) -> TrackedParcel:
    """Follow a parcel from now on, and take in what was told of it before.

    ``since`` is when the number became this return's: older scans, but for a day of
    clock skew, are another parcel's. Calling it again changes nothing.
    """
    parcel, _ = TrackedParcel.objects.get_or_create(
        parent=ret,
        number=normalise_tracking_number(number),
        defaults={
            "source": source,
            "label": label,
            "since": since - _SKEW,
            "next_poll_at": since if can_be_asked(source) else None,
        },
    )
    follow({parcel.number})
    # Once more when others can see the parcel: a scan kept meanwhile did not find it.
    transaction.on_commit(partial(follow, {parcel.number}), robust=True)
    return parcel


@transaction.atomic
def enter_number(ret: Return, text: str, *, sure: bool = False) -> TrackedParcel:
    """The customer names the parcel they sent with a carrier of their own.

    A corrected number takes the place of one that was never scanned. ``sure``: the
    customer was told of a doubt and keeps it. Somebody is asked about it if the brand
    has an account for that. Raises ``NumberDoubtful``, ``NumberUnknown``,
    ``NumberTaken``, ``NumbersTooMany`` or ``NumberNotExpected``; then nothing is
    written.
    """
    locked = lock_return(ret.pk)
    if not takes_number(locked):
        raise NumberNotExpected
    number = _read(text, sure=sure)
    others = TrackedParcel.objects.filter(number=number).exclude(
        parent__order__shop=locked.order.shop_id, parent__email=locked.email
    )
    if others.exists():
        raise NumberTaken
    known = locked.tracked_parcels.all()
    if not known.filter(number=number).exists():
        entered = locked.events.filter(kind="return.number_entered")
        # Each may be registered somewhere for money.
        if entered.count() >= _MOST_NUMBERS:
            raise NumbersTooMany
        note(locked, "return.number_entered", actor=CUSTOMER, number=number)
    known.filter(source="", sent_at=None).exclude(number=number).delete()
    parcel = track(locked, number, since=locked.submitted_at or locked.created_at)
    if assign(parcel, now=timezone.now()):
        parcel.refresh_from_db()
    return parcel


def _read(text: str, *, sure: bool) -> str:
    found = doubt_about(text)
    if found is None:
        return normalise_tracking_number(recognise(text)[0].number)
    if found.doubt is Doubt.NONE_AT_ALL:
        raise NumberUnknown
    if not sure:
        raise NumberDoubtful(doubt=found.doubt.value, carrier=found.carrier)
    return normalise_tracking_number(text)


def takes_number(ret: Return) -> bool:
    """Whether the customer may name a parcel that they send themselves."""
    is_open = ret.current_state in (ReturnState.READY, ReturnState.IN_TRANSIT)
    return ret.method == ReturnMethod.OWN_CARRIER and is_open


def _keep(
    source: str,
    scans: Sequence[tuple[str, Scan]],
    received_at: datetime,
    message: TrackingMessage | None,
    scope: list[int] | None,
) -> int:
    """In the order of their fingerprints: two that write the same wait, never block."""
    rows = {
        mark: TrackingEvent(
            source=source,
            fingerprint=mark,
            number=scan.number,
            status=scan.status,
            code=scan.code,
            at=scan.at,
            received_at=received_at,
            text=scan.text,
            place=scan.place,
            message=message,
            brands=scope,
        )
        for mark, scan in scans
    }
    known = TrackingEvent.objects.filter(source=source, fingerprint__in=list(rows))
    for mark in known.values_list("fingerprint", flat=True):
        del rows[mark]
    TrackingEvent.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return len(rows)


def _mark(scan: Scan, scope: list[int] | None) -> str:
    """Of one scan two brands are told apart: neither keeps it from the other."""
    mark = fingerprint(scan)
    if scope is None:
        return mark
    return sha256(f"{mark} {scope}".encode()).hexdigest()


def _batches(scans: Sequence[tuple[str, Scan]]) -> Iterator[list[tuple[str, Scan]]]:
    rest = iter(scans)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
