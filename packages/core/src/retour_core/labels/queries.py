from __future__ import annotations

from retour_core.labels.models import Label, LabelState
from retour_core.returns.models import Return


def labels_of(ret: Return) -> list[Label]:
    """The newest label of each parcel, by its number. One query, none if they are
    loaded."""
    rows = sorted(ret.labels.all(), key=lambda label: label.pk)
    newest = {label.parcel: label for label in rows}
    return [newest[parcel] for parcel in sorted(newest)]


def live_label(ret: Return) -> Label | None:
    """The return's first label that is ready or being made, else its last failed one;
    what is void or was given back is none."""
    labels = {label.state: label for label in reversed(labels_of(ret))}
    for state in (LabelState.READY, LabelState.PENDING, LabelState.FAILED):
        if state in labels:
            return labels[state]
    return None


def ready_label(ret: Return, parcel: int | None = None) -> Label:
    """That of ``parcel``, else of the first that has one, never a void one.

    Raises ``Label.DoesNotExist``.
    """
    ready = ret.labels.filter(state=LabelState.READY).order_by("parcel")
    if parcel is not None:
        ready = ready.filter(parcel=parcel)
    label = ready.first()
    if label is None:
        raise Label.DoesNotExist
    return label


def printed_label(ret: Return, parcel: int | None = None) -> Label:
    """The same, with a document. Raises ``Label.DoesNotExist``."""
    label = ready_label(ret, parcel)
    if not label.document:
        raise Label.DoesNotExist
    return label
