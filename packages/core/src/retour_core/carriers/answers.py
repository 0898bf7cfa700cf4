"""Reading what several carriers answer alike."""

from __future__ import annotations

import json
from typing import Any, TypeVar

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


def decoded(body: bytes) -> Any:
    """JSON, of whatever shape; ``ValueError`` for anything else, also for what is
    nested too deeply to be read."""
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("It is nested too deeply.") from None


def access_token(body: bytes) -> str:
    """Of an OAuth server (RFC 6749); raises a ``temporary`` fault for anything else."""
    try:
        found = decoded(body)["access_token"]
    except (ValueError, LookupError, TypeError):
        found = None
    if not isinstance(found, str) or not found:
        raise CarrierFault(FaultKind.TEMPORARY, "The carrier gave no access.")
    return found


def parcel_news(body: bytes) -> dict[str, object]:
    """What is told of a parcel; raises a ``temporary`` fault for what is no answer."""
    try:
        found = decoded(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise CarrierFault(FaultKind.TEMPORARY, "The carrier told nothing of a parcel.")
    return found
