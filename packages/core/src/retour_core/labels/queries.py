from __future__ import annotations

from retour_core.labels.models import Label, LabelState
from retour_core.returns.models import Return


def live_label(ret: Return) -> Label | None:
    """The return's label that is being made or ready, else its last failed one."""
    labels = {label.state: label for label in ret.labels.order_by("pk")}
    for state in (LabelState.READY, LabelState.PENDING, LabelState.FAILED):
        if state in labels:
            return labels[state]
    return None
