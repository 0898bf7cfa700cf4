"""Which carrier a tracking number belongs to, judged by its shape and check digit."""

from __future__ import annotations

from retour_core.domain.tracking_numbers.doubts import Doubt, Doubtful, doubt_about
from retour_core.domain.tracking_numbers.parcel import Parcel, parcel_of
from retour_core.domain.tracking_numbers.recognition import (
    CarrierMatch,
    normalise_tracking_number,
    recognise,
)

__all__ = [
    "CarrierMatch",
    "Doubt",
    "Doubtful",
    "Parcel",
    "doubt_about",
    "normalise_tracking_number",
    "parcel_of",
    "recognise",
]
