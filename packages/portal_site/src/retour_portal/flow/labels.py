"""The labels of a return as its customer sees them, parcel by parcel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import FileResponse, HttpResponse

from retour_core.carriers.own.adapter import OwnLabel
from retour_core.domain.methods import METHODS_WITH_LABEL
from retour_core.domain.states import ReturnState
from retour_core.domain.tracking_numbers import Parcel, parcel_of
from retour_core.labels.models import Label, LabelState
from retour_core.labels.parcels import may_add_parcel, takes_labels
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return

_LABEL_COMING = frozenset({ReturnState.APPROVED, ReturnState.LABEL_PENDING})


@dataclass(frozen=True)
class LabelRow:
    """One parcel's newest label. ``parcel`` is its tracking number with where to follow
    it; ``may_give_back`` where another label is left. ``is_new``: the paper of one
    before it is void."""

    label: Label
    parcel: Parcel | None
    may_give_back: bool
    is_new: bool

    @property
    def number(self) -> int:
        return self.label.parcel

    @property
    def state(self) -> str:
        """A label given back is void to whoever holds it."""
        is_back = self.label.state == LabelState.CANCELLED
        return LabelState.VOID if is_back else self.label.state

    @property
    def is_printable(self) -> bool:
        return self.state == LabelState.READY and bool(self.label.document)


@dataclass(frozen=True)
class LabelsShown:
    """``rows`` are empty where there is no label (yet), or none that can be used."""

    rows: Sequence[LabelRow]
    made: int

    @property
    def only(self) -> LabelRow | None:
        """The one usable label of a return in one parcel."""
        if len(self.rows) == 1 and self.rows[0].state == LabelState.READY:
            return self.rows[0]
        return None

    @property
    def usable(self) -> Label | None:
        ready = [row.label for row in self.rows if row.state == LabelState.READY]
        return ready[0] if ready else None

    @property
    def printable(self) -> Sequence[LabelRow]:
        return [row for row in self.rows if row.is_printable]

    @property
    def is_waiting(self) -> bool:
        return any(row.state == LabelState.PENDING for row in self.rows)

    @property
    def numbered(self) -> Sequence[LabelRow]:
        return [row for row in self.rows if row.parcel is not None]

    def may_add(self, ret: Return) -> bool:
        return bool(self.rows) and may_add_parcel(ret, CUSTOMER, self.made)


def labels_shown(ret: Return) -> LabelsShown:
    """One query, none where the return can have no label now; two where it has
    several."""
    if not takes_labels(ret):
        return LabelsShown([], 0)
    labels = list(ret.labels.order_by("pk"))
    newest = {label.parcel: label for label in labels}
    shown = [newest[n] for n in sorted(newest) if _is_wanted(newest[n], ret)]
    ready = [label for label in shown if label.state == LabelState.READY]
    sent = _sent(ret) if len(ready) > 1 else set()
    voids = {label.parcel for label in labels if label.voided_at is not None}
    rows = [
        LabelRow(
            label,
            _parcel(label),
            may_give_back=label in ready and len(ready) > 1 and label.pk not in sent,
            is_new=label.parcel in voids and label.state == LabelState.READY,
        )
        for label in shown
    ]
    return LabelsShown(rows, len(labels))


def is_label_coming(ret: Return) -> bool:
    return ret.method in METHODS_WITH_LABEL and ret.current_state in _LABEL_COMING


def private_file(response: HttpResponse | FileResponse) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response  # type: ignore[return-value]


def _is_wanted(label: Label, ret: Return) -> bool:
    """One that the customer gave back, and whose parcel is gone, is not told of."""
    return label.parcel <= ret.parcels


def _sent(ret: Return) -> set[int | None]:
    sent = ret.tracked_parcels.filter(sent_at__isnull=False)
    return set(sent.values_list("label_id", flat=True))


def _parcel(label: Label) -> Parcel | None:
    if label.state != LabelState.READY or not label.tracking_number:
        return None
    is_ours = label.carrier == OwnLabel.kind
    return parcel_of(label.tracking_number, is_ours=is_ours)
