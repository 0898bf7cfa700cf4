"""Trackers by kind."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

from retour_core.tracking.aftership.adapter import AfterShip

TRACKERS: Mapping[str, type[AfterShip]] = {AfterShip.kind: AfterShip}


def tracker_class(kind: str) -> type[AfterShip]:
    """Raises ``ImproperlyConfigured`` for a kind there is none of (any more)."""
    found = TRACKERS.get(kind)
    if found is None:
        raise ImproperlyConfigured(
            f"There is no tracking service “{kind}”; there are {', '.join(TRACKERS)}."
        )
    return found
