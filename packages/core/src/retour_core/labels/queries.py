from __future__ import annotations

from retour_core.carriers.own.adapter import OwnLabel
from retour_core.labels.documents import render_label_sheet
from retour_core.labels.models import Label, LabelState
from retour_core.labels.paper import label_data, sheet_steps, slip_lines
from retour_core.returns.models import Return


def live_label(ret: Return) -> Label | None:
    """The return's label that is being made or ready, else its last failed one."""
    labels = {label.state: label for label in ret.labels.order_by("pk")}
    for state in (LabelState.READY, LabelState.PENDING, LabelState.FAILED):
        if state in labels:
            return labels[state]
    return None


def label_sheet(ret: Return) -> bytes:
    """The A4 page: label, cut line, steps, slip with items and reasons.

    A carrier's label is the carrier's document: it is handed out as it came. Raises
    ``Label.DoesNotExist`` while there is no ready label, or nothing to print.
    """
    label = ret.labels.exclude(document="").get(state=LabelState.READY)
    if label.carrier != OwnLabel.kind:
        with label.document.open("rb") as file:
            content: bytes = file.read()
        return content
    data = label_data(ret, label)
    return render_label_sheet(data, slip_lines(ret), sheet_steps(ret))
