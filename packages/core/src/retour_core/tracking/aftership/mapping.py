"""AfterShip's tracking API, both ways; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.domain.tracking_numbers import normalise_tracking_number

# `meta.code` of a refusal.
EXISTS, UNKNOWN = 4003, 4004
# Their names have letters, digits and hyphens; ours is part of an address.
_REF = re.compile("[0-9A-Za-z-]{1,64}")


def code(body: bytes) -> int:
    """Why AfterShip refused; 0 where it does not say."""
    found = _part(_decoded(body), "meta").get("code")
    return found if isinstance(found, int) else 0


def explain(body: bytes) -> str:
    meta = _part(json.loads(body), "meta")
    return str(meta.get("message") or "")


def tracking(body: bytes, number: str) -> dict[str, Any]:
    """The parcel an answer is about; a ``temporary`` fault if it is not this one."""
    return _ours(_part(_decoded(body), "data"), number)


def listed(body: bytes, number: str) -> dict[str, Any]:
    """The first of a list's parcels with this number; of several couriers' they are
    followed alike."""
    rows = _part(_decoded(body), "data").get("trackings")
    told = rows if isinstance(rows, list) else []
    return _ours(next((row for row in told if _is_ours(row, number)), {}), number)


def ref_of(found: Mapping[str, Any]) -> str:
    """Its name there; "" if it is none that can be asked for."""
    ref = found.get("id")
    return ref if isinstance(ref, str) and _REF.fullmatch(ref) else ""


def _ours(row: object, number: str) -> dict[str, Any]:
    if not isinstance(row, dict) or not _is_ours(row, number) or not ref_of(row):
        raise CarrierFault(FaultKind.TEMPORARY, "AfterShip told of another parcel.")
    # Older versions leave out what is empty, and scans go by our number.
    return {"checkpoints": [], **row, "tracking_number": number}


def _is_ours(row: object, number: str) -> bool:
    told = row.get("tracking_number") if isinstance(row, dict) else None
    return isinstance(told, str) and normalise_tracking_number(told) == number


def _decoded(body: bytes) -> object:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        raise CarrierFault(
            FaultKind.TEMPORARY, "AfterShip’s answer could not be read."
        ) from None
    return found


def _part(body: object, name: str) -> dict[str, Any]:
    found = body.get(name) if isinstance(body, dict) else None
    return found if isinstance(found, dict) else {}
