"""Payment services by kind, from the entry points ``retour.payments``."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from django.core.exceptions import ImproperlyConfigured

from retour_core.payments.base import PaymentProvider


@cache
def provider_classes() -> dict[str, type[PaymentProvider]]:
    """Every adapter that is installed, by its kind."""
    points = sorted(entry_points(group="retour.payments"), key=lambda point: point.name)
    return {point.name: point.load() for point in points}


def provider_class(kind: str) -> type[PaymentProvider]:
    """The adapter of that kind; ``ImproperlyConfigured`` if none is installed."""
    found = provider_classes()
    if kind not in found:
        raise ImproperlyConfigured(
            f"No payment service “{kind}” is installed; there are {', '.join(found)}."
        )
    return found[kind]
