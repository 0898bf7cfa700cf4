"""Where a parcel is: scans as carriers tell them, and what they say together.

Everything here is pure. A scan that comes twice, late or out of order changes nothing:
what is known of a parcel is a function of the *set* of its scans.
"""

from __future__ import annotations

from retour_core.domain.tracking.following import steps_to
from retour_core.domain.tracking.progress import Progress, progress_of
from retour_core.domain.tracking.scans import Known, Scan, fingerprint
from retour_core.domain.tracking.statuses import FINAL, PHYSICAL, TrackingStatus

__all__ = [
    "FINAL",
    "PHYSICAL",
    "Known",
    "Progress",
    "Scan",
    "TrackingStatus",
    "fingerprint",
    "progress_of",
    "steps_to",
]
