"""Carriers by kind, from the entry points ``retour.carriers``."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from django.core.exceptions import ImproperlyConfigured

from retour_core.labels.carriers.base import Carrier


@cache
def carrier(kind: str) -> Carrier:
    """The adapter of that kind; ``ImproperlyConfigured`` if none is installed."""
    found = {point.name: point for point in entry_points(group="retour.carriers")}
    if kind not in found:
        raise ImproperlyConfigured(
            f"No carrier “{kind}” is installed; there are {', '.join(sorted(found))}."
        )
    made: Carrier = found[kind].load()()
    return made
