"""A label that a carrier scanned is good, whatever the calendar said before."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from retour_core.billing.operations import lock_ledger, recharge_label
from retour_core.labels.models import LIVE_STATES, Label, LabelState, VoidReason


def revive(label_ids: Collection[int]) -> list[Label]:
    """Labels of locked returns whose parcels were handed in: one that had run out is
    good again, unless another took its place; one that was given back is charged
    again, and answered. One query or two."""
    over = Label.objects.filter(
        Q(state=LabelState.VOID, void_reason=VoidReason.EXPIRED)
        | Q(state=LabelState.CANCELLED),
        pk__in=label_ids,
    ).select_related("parent")
    # In one order, as others lock several brands' ledgers at the same time.
    given_back = (row for row in over if row.state == LabelState.CANCELLED)
    for brand_id in sorted({row.parent.brand_id for row in given_back}):
        lock_ledger(brand_id)
    charged = []
    for label in over:
        if label.state == LabelState.CANCELLED:
            charged += [label] if recharge_label(label) else []
            continue
        others = Label.objects.filter(parent=label.parent_id, parcel=label.parcel)
        if not others.filter(state__in=LIVE_STATES).exists():
            Label.objects.filter(pk=label.pk).update(
                state=LabelState.READY, void_reason="", voided_at=None
            )
    return charged
