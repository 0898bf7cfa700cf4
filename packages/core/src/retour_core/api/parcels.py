"""A return's parcels as bodies; the rows come loaded."""

from __future__ import annotations

from retour_core.domain.wire_returns import ParcelOut
from retour_core.labels.models import Label
from retour_core.returns.models import Return
from retour_core.tracking.models import TrackedParcel


def parcels_out(ret: Return) -> list[ParcelOut]:
    """By number, each with its newest label; then those sent without one of ours."""
    followed = list(ret.tracked_parcels.all())
    by_label = {row.label_id: row for row in followed if row.label_id}
    newest = {label.parcel: label for label in sorted(ret.labels.all(), key=_age)}
    shown = [_labelled(newest[n], by_label.get(newest[n].pk)) for n in sorted(newest)]
    return [*shown, *(_other(row) for row in followed if row.label_id is None)]


def _age(label: Label) -> int:
    return label.pk


def _labelled(label: Label, parcel: TrackedParcel | None) -> ParcelOut:
    return ParcelOut(
        number=label.parcel,
        label=label.state,
        carrier=label.carrier,
        tracking_number=label.tracking_number,
        status=parcel.status if parcel else "",
        sent_at=parcel.sent_at if parcel else None,
    )


def _other(parcel: TrackedParcel) -> ParcelOut:
    return ParcelOut(
        number=0,
        tracking_number=parcel.number,
        status=parcel.status,
        sent_at=parcel.sent_at,
    )
