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


def void(
    locked: Return, label: Label, reason: VoidReason, *, actor: Actor, **facts: Any
) -> ReturnEvent:
    """Take a ready label of a locked return out of use. Its carrier is asked by the
    outbox to take it back, unless it was handed in by then (``labels.cancelling``)."""
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
    payload = {"return_id": locked.pk, "label_id": label.pk}
    put("cancel_label", payload, dedupe_key=f"cancel-label-{label.pk}")
    reconsider(locked)
    return event
