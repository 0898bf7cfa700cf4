"""Carriers by kind, from the entry points ``retour.carriers``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from retour_core.carriers.base import Carrier, Follows


@cache
def carrier_classes() -> dict[str, type[Carrier]]:
    """Every adapter that is installed, by its kind."""
    points = sorted(entry_points(group="retour.carriers"), key=lambda point: point.name)
    return {point.name: point.load() for point in points}


def carrier_class(kind: str) -> type[Carrier]:
    """The adapter of that kind; ``ImproperlyConfigured`` if none is installed."""
    found = carrier_classes()
    if kind not in found:
        raise ImproperlyConfigured(
            f"No carrier “{kind}” is installed; there are {', '.join(found)}."
        )
    return found[kind]


def followers() -> dict[str, type[Follows]]:
    """The adapters that can be asked where parcels are, by their kind."""
    classes: dict[str, Any] = dict(carrier_classes())
    return {kind: cls for kind, cls in classes.items() if hasattr(cls, "news")}


def can_be_asked(kind: str) -> bool:
    return kind in followers()


def carrier(kind: str, values: Mapping[str, Any] | None = None) -> Carrier:
    """An adapter made with an account's settings.

    Raises ``ImproperlyConfigured``, or pydantic's ``ValidationError`` for settings it
    does not understand.
    """
    cls: Any = carrier_class(kind)
    made: Carrier = cls(cls.settings_class.model_validate(dict(values or {})))
    return made
