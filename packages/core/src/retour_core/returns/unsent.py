"""Returns whose items nobody sent: over when their time is; a scan always wins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from retour_core.domain.policies import RequestKind
from retour_core.domain.states import ReturnState
from retour_core.labels.models import LIVE_STATES, Label, LabelState
from retour_core.orders.locks import lock_order_if_free
from retour_core.returns.actors import SYSTEM
from retour_core.returns.deadlines import DAYS_TO_SEND, day_of, send_by
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.parts import latest_parts
from retour_core.returns.transition import lock_return, move
from retour_core.tracking.queries import handed_in

# What was handed in on the last day has been scanned, or has come, by then.
GRACE_DAYS = 14
_AT_ONCE = 200


def expire_unsent(*, now: datetime) -> int:
    """Expire the returns that are ready and were not sent in time; says how many.

    Their units can be returned anew, and labels nobody used go back to their carriers.
    Who withdrew keeps the right to the money, so a withdrawal never expires. Each is a
    transaction of its own; one that somebody else is at is left to the next time.
    """
    recent = ReturnEvent.objects.filter(
        parent=OuterRef("pk"),
        to_state=ReturnState.READY,
        at__gt=now - timedelta(days=DAYS_TO_SEND + GRACE_DAYS),
    )
    # What ``_last_day`` says of labels, so that none is locked each hour until then.
    usable = Label.objects.filter(
        Q(expires_at__gt=now - timedelta(days=GRACE_DAYS))
        | Q(ready_at__gt=now - timedelta(days=DAYS_TO_SEND + GRACE_DAYS)),
        parent=OuterRef("pk"),
        state__in=LIVE_STATES,
    )
    keys = (
        Return.objects.filter(state=ReturnState.READY)
        .exclude(kind=RequestKind.WITHDRAWAL)
        .exclude(Exists(recent))
        .exclude(Exists(usable))
        .order_by("pk")
        .values_list("pk", "order_id")
    )
    return sum(
        _expire(pk, order_id, now)
        for pk, order_id in keys.iterator(chunk_size=_AT_ONCE)
    )


@transaction.atomic
def _expire(return_id: int, order_id: int, now: datetime) -> bool:
    if not lock_order_if_free(order_id):
        return False
    locked = lock_return(return_id)
    if locked.current_state is not ReturnState.READY:
        return False
    labels = list(locked.labels.filter(state__in=LIVE_STATES))
    if any(label.state == LabelState.PENDING for label in labels):
        return False  # somebody has just asked for one
    last = _last_day(locked, labels)
    if last is None or day_of(locked, now) <= last + timedelta(days=GRACE_DAYS):
        return False
    if _is_sent(locked, labels) or latest_parts(locked).is_live:
        return False
    move(locked, ReturnState.EXPIRED, actor=SYSTEM)
    return True


def _last_day(ret: Return, labels: Sequence[Label]) -> date | None:
    """The day customers are told, or later: while a label can be used, and as long
    after a new one as after the first."""
    told = send_by(ret)
    if told is None:
        return None
    made = [label.ready_at for label in labels if label.ready_at]
    ends = [label.expires_at for label in labels if label.expires_at]
    days = [day_of(ret, at) + timedelta(days=DAYS_TO_SEND) for at in made]
    return max([told, *days, *(day_of(ret, at) for at in ends)])


def _is_sent(ret: Return, labels: Sequence[Label]) -> bool:
    """Behind the lock: a scan that comes later finds the return expired, and moves it
    (``tracking.following``)."""
    if ret.tracked_parcels.filter(sent_at__isnull=False).exists():
        return True
    return bool(handed_in([label.pk for label in labels]))
