"""Reading what several carriers answer alike."""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import BaseModel

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.http import unreadable

Told = TypeVar("Told", bound=BaseModel)


def read_as(model: type[Told], body: bytes) -> Told:
    """Raises an ``unclear`` fault for anything else."""
    try:
        return model.model_validate_json(body)
    except ValueError:
        raise unreadable() from None


def access_token(body: bytes) -> str:
    """Of an OAuth server (RFC 6749); raises a ``temporary`` fault for anything else."""
    try:
        found = json.loads(body)["access_token"]
    except (ValueError, LookupError, TypeError):
        found = None
    if not isinstance(found, str) or not found:
        raise CarrierFault(FaultKind.TEMPORARY, "The carrier gave no access.")
    return found


def parcel_news(body: bytes) -> dict[str, object]:
    """What is told of a parcel; raises a ``temporary`` fault for what is no answer."""
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise CarrierFault(FaultKind.TEMPORARY, "The carrier told nothing of a parcel.")
    return found
