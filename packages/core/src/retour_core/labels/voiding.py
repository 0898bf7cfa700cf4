"""A label that is not to be used any more, and its way back to the carrier."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from retour_core.labels.models import Label, LabelState, VoidReason
from retour_core.outbox.operations import put
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.transition import note
from retour_core.tracking.following import reconsider
from retour_core.tracking.queries import handed_in


def void(
    locked: Return, label: Label, reason: VoidReason, *, actor: Actor, **facts: Any
) -> ReturnEvent:
    """Take a ready label of a locked return out of use, and ask its carrier to take it
    back; one that was handed in is not asked for."""
    label.state, label.void_reason = LabelState.VOID, reason
    label.voided_at = timezone.now()
    label.save(update_fields=["state", "void_reason", "voided_at"])
    event = note(
        locked,
        f"label.{reason}",
        actor=actor,
        parcel=label.parcel,
        tracking_number=label.tracking_number,
        **facts,
    )
    if label.pk not in handed_in([label.pk]):
        payload = {"return_id": locked.pk, "label_id": label.pk}
        put("cancel_label", payload, dedupe_key=f"cancel-label-{label.pk}")
    reconsider(locked)
    return event
