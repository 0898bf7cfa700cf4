"""What scans say of parcels, written down, and their returns moved on (DESIGN §4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, prefetch_related_objects
from django.utils import timezone

from retour_core.domain.states import ReturnState
from retour_core.domain.tracking import (
    Progress,
    progress_of,
    steps_to,
)
from retour_core.labels.models import LIVE_STATES, Label
from retour_core.labels.reviving import revive
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.reserved import begin_from_scan
from retour_core.returns.transition import (
    Entry,
    lock_returns,
    moved,
    noted,
    write_down,
)
from retour_core.tracking.alarming import alarms_of
from retour_core.tracking.models import TrackedParcel
from retour_core.tracking.queries import Kept, known_of

_FIELDS = ["status", "sent_at", "known_at", "ended_at", "last_at"]
# Returns locked together: few enough that nobody waits long for one of them.
_AT_ONCE = 100


def follow(numbers: Collection[str]) -> None:
    """Bring the parcels of these numbers, and their returns, up to what is known.

    Without news it only reads. It may be called at any time and any number of times;
    each return is moved in the transaction that writes its parcels.
    """
    parcels = list(
        TrackedParcel.objects.filter(number__in=numbers).annotate(
            brand_id=F("parent__brand_id")
        )
    )
    told = known_of({parcel.number for parcel in parcels})
    behind = sorted(
        {
            row.parent_id
            for row in parcels
            if row.progress != _now(row, told, row.brand_id)
        }
    )
    for start in range(0, len(behind), _AT_ONCE):
        with transaction.atomic():
            _follow_all(behind[start : start + _AT_ONCE])


def _follow_all(return_ids: Sequence[int]) -> None:
    # Read again behind the locks: another process may have been at work meanwhile.
    locked = lock_returns(return_ids)
    # Read once for all of them, instead of with each step that is announced.
    prefetch_related_objects(
        locked, "brand__webhook_endpoints", "brand__notice_subscriptions"
    )
    parcels = defaultdict(list)
    for parcel in TrackedParcel.objects.filter(parent__in=return_ids).order_by("pk"):
        parcels[parcel.parent_id].append(parcel)
    told = known_of({parcel.number for rows in parcels.values() for parcel in rows})
    labels = _live_labels(return_ids)
    changed: list[TrackedParcel] = []
    entries: list[Entry] = []
    for ret in locked:
        rows = parcels[ret.pk]
        sent_before = _sent_at(rows)
        news = [row for row in rows if _take(row, _now(row, told, ret.brand_id))]
        if news:
            changed += news
            awaited = _awaited(rows, labels)
            entries += _move_on(ret, rows, news, sent_before, awaited=awaited)
    used = {row.label_id for row in changed if row.sent_at and row.label_id}
    entries += _charged_again(locked, used)
    write_down(entries)
    # All of them are there, so it only updates; several times quicker than bulk_update.
    TrackedParcel.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*_FIELDS, "alarms"],
    )


def _charged_again(locked: Sequence[Return], used: Collection[int]) -> list[Entry]:
    by_id = {ret.pk: ret for ret in locked}
    return [
        noted(
            by_id[label.parent_id],
            "label.used_after_all",
            actor=SYSTEM,
            parcel=label.parcel,
            tracking_number=label.tracking_number,
        )
        for label in (revive(used) if used else ())
    ]


def reconsider(locked: Return) -> None:
    """Move a locked return on whose labels have become fewer: without another one to
    wait for, it may have arrived."""
    rows = list(locked.tracked_parcels.order_by("pk"))
    awaited = _awaited(rows, _live_labels([locked.pk]))
    write_down(_move_on(locked, rows, [], _sent_at(rows), awaited=awaited))


def _live_labels(return_ids: Sequence[int]) -> dict[int, set[int]]:
    """By return: labels with which a parcel can be, or was, handed in."""
    live = defaultdict(set)
    rows = Label.objects.filter(parent__in=return_ids, state__in=LIVE_STATES)
    for parent_id, label_id in rows.values_list("parent_id", "pk"):
        live[parent_id].add(label_id)
    return live


def _awaited(
    parcels: Sequence[TrackedParcel], labels: Mapping[int, Collection[int]]
) -> bool:
    """Whether a parcel may still be handed in with a label of ours."""
    if not parcels:
        return False
    used = {row.label_id for row in parcels if row.sent_at}
    return any(label not in used for label in labels.get(parcels[0].parent_id, ()))


def _now(parcel: TrackedParcel, told: Kept, brand_id: int) -> Progress:
    return progress_of(told.of(parcel.number, brand_id), since=parcel.since)


def _take(parcel: TrackedParcel, progress: Progress) -> bool:
    """Whether it was news."""
    if parcel.progress == progress:
        return False
    for name in _FIELDS:
        setattr(parcel, name, getattr(progress, name))
    return True


def _sent_at(parcels: Sequence[TrackedParcel]) -> datetime | None:
    return min((row.sent_at for row in parcels if row.sent_at), default=None)


def _move_on(
    ret: Return,
    parcels: Sequence[TrackedParcel],
    news: Sequence[TrackedParcel],
    sent_before: datetime | None,
    *,
    awaited: bool,
) -> list[Entry]:
    """What is to be written down of the return."""
    sent_at = _sent_at(parcels)
    if sent_at and ret.current_state is ReturnState.DRAFT and ret.reserved_until:
        begin_from_scan(ret, now=timezone.now())
    if ret.current_state is ReturnState.EXPIRED and not _is_back_in_time(ret):
        return list(alarms_of(ret, news))
    facts = {"sent_at": sent_at.isoformat()} if sent_at else {}
    progress = [row.progress for row in parcels]
    steps = steps_to(ret.current_state, progress, awaits_more=awaited)
    entries = []
    for step in steps:
        # Of a parcel that is back already nobody is told that it is on its way.
        passing = step is ReturnState.IN_TRANSIT and step is not steps[-1]
        tell = not passing
        entries.append(moved(ret, step, actor=SYSTEM, tell_customer=tell, **facts))
    if sent_at != sent_before and not steps:
        entries.append(noted(ret, "return.sending_proved", actor=SYSTEM, **facts))
    return [*entries, *alarms_of(ret, news)]


def _is_back_in_time(ret: Return) -> bool:
    """Whether an expired return can go on: nobody's never could, and its units may be
    part of another return by now. Then a person who gets the parcel decides."""
    if ret.submitted_at is None:
        return False
    lines = ret.lines.select_related("order_line")
    return all(row.quantity <= row.order_line.returnable for row in lines)
