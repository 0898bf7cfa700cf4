"""Where the parcel is: its number, and the carrier's own page where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from retour_core.domain.tracking_numbers import recognise
from retour_core.labels.models import Label


@dataclass(frozen=True)
class Parcel:
    """``carrier`` and ``url`` are empty where the number does not tell."""

    number: str
    carrier: str
    url: str


def parcel_of(label: Label | None) -> Parcel | None:
    if label is None or not label.tracking_number:
        return None
    found = recognise(label.tracking_number)
    if not found or not found[0].tracking_url:
        return Parcel(label.tracking_number, "", "")
    return Parcel(label.tracking_number, found[0].carrier_name, found[0].tracking_url)
