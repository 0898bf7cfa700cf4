"""Carriers that can be asked where a parcel is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from retour_core.tracking.models import TrackedParcel


@runtime_checkable
class Tracks(Protocol):
    """What an adapter of the entry points ``retour.carriers`` has if it can be asked.

    ``tracking_source`` names who reads its answers (``domain.tracking.sources``);
    ``asks_per_minute`` is its published limit, or less (0.17 is 250 a day).
    """

    tracking_source: str
    asks_per_minute: float

    def track(self, parcel: TrackedParcel) -> object:
        """The decoded JSON of the answer. Raises ``CarrierFault`` and nothing else."""
        ...


@cache
def pollers() -> dict[str, Tracks]:
    """By the kind of carrier; those that cannot be asked are not among them."""
    found = {}
    for point in entry_points(group="retour.carriers"):
        made = point.load()
        if hasattr(made, "track"):
            adapter = made()
            if isinstance(adapter, Tracks):
                found[point.name] = adapter
    return found
