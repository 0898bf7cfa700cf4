"""Labels that ran out unused go back to their carriers; a scan always wins."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from retour_core.domain.states import ReturnState
from retour_core.labels.models import Label, LabelState, VoidReason
from retour_core.labels.voiding import void
from retour_core.returns.actors import SYSTEM
from retour_core.returns.transition import lock_return
from retour_core.tracking.queries import handed_in

# Their labels were given back with them; those of drafts, which lie in the box, end
# with what was reserved (``returns.reserved``).
_OFF = (ReturnState.CANCELLED, ReturnState.EXPIRED, ReturnState.DRAFT)


def expire_labels(*, now: datetime) -> int:
    """Void the labels whose time is over and whose parcel nobody handed in; says how
    many. Called again, or at the same time, it finds nothing left to do.

    The return stays as it is, and its customer can have a new label.
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
    return True
