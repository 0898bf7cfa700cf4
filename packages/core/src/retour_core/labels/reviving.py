"""A label that a carrier scanned is good, whatever the calendar said before."""

from __future__ import annotations

from collections.abc import Collection

from retour_core.labels.models import LIVE_STATES, Label, LabelState, VoidReason


def revive(label_ids: Collection[int]) -> None:
    """Labels of locked returns whose parcels were handed in: one that had run out is
    good again, unless another took its place. One query or two."""
    ran_out = Label.objects.filter(
        pk__in=label_ids, state=LabelState.VOID, void_reason=VoidReason.EXPIRED
    )
    for label in ran_out:
        others = Label.objects.filter(parent=label.parent_id, parcel=label.parcel)
        if not others.filter(state__in=LIVE_STATES).exists():
            Label.objects.filter(pk=label.pk).update(
                state=LabelState.READY, void_reason="", voided_at=None
            )
