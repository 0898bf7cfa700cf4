"""Labels that ran out unused go back to their carriers; a scan always wins."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from retour_core.accounts.queries import account_zone
from retour_core.domain.states import ReturnState
from retour_core.labels.models import Label, LabelState, VoidReason
from retour_core.labels.voiding import void
from retour_core.outbox.operations import put
from retour_core.returns.actors import SYSTEM
from retour_core.returns.agreed import policy_of
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return
from retour_core.tracking.queries import handed_in

_LAST_SECOND = time(23, 59, 59)
# Their labels were given back with them; those of drafts, which lie in the box, end
# with what was reserved (``returns.reserved``).
_OFF = (ReturnState.CANCELLED, ReturnState.EXPIRED, ReturnState.DRAFT)


def valid_until(
    ret: Return, carriers: datetime | None, *, now: datetime
) -> datetime | None:
    """When a label made ``now`` runs out: as its policy says, at the end of the
    merchant's day, or as the carrier (``carriers``), whatever comes first.

    ``None`` is never. A label that lies in the box ends with what was reserved.
    """
    if ret.current_state is ReturnState.DRAFT:
        return carriers
    days = policy_of(ret).label_days
    if days is None:
        return carriers
    zone = ZoneInfo(account_zone())
    last = now.astimezone(zone).date() + timedelta(days=days)
    own = datetime.combine(last, _LAST_SECOND, zone)
    return own if carriers is None else min(own, carriers)


def expire_labels(*, now: datetime) -> int:
    """Void the labels whose time is over and whose parcel nobody handed in; says how
    many. Called again, or at the same time, it finds nothing left to do.

    The return stays as it is, and its customer is told to get a new label.
    """
    due = (
        Label.objects.filter(state=LabelState.READY, expires_at__lte=now)
        .exclude(tracked_parcels__sent_at__isnull=False)
        .exclude(parent__state__in=_OFF)
        .order_by("pk")
        .values_list("parent_id", "pk")
    )
    return sum(_expire(return_id, label_id, now) for return_id, label_id in list(due))


@transaction.atomic
def _expire(return_id: int, label_id: int, now: datetime) -> bool:
    locked = lock_return(return_id)
    label = Label.objects.get(pk=label_id)
    is_over = label.expires_at is not None and label.expires_at <= now
    if label.state != LabelState.READY or not is_over or handed_in([label_id]):
        return False
    void(locked, label, VoidReason.EXPIRED, actor=SYSTEM)
    _tell(locked, label)
    return True


def _tell(ret: Return, label: Label) -> None:
    """Once for all labels that run out together; with a parcel under way, nobody waits
    for another label."""
    if ret.email and ret.current_state is ReturnState.READY and label.expires_at:
        payload = {"return_id": ret.pk, "template": "label_expired"}
        key = f"mail-label-expired-{ret.pk}-{label.expires_at:%Y%m%d}"
        put("mail", payload, dedupe_key=key)
