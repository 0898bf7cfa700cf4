"""A breakdown as JSON: stored whole with the refund, and read again as it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from retour_core.domain.refunds.breakdown import (
    BreakdownInvalid,
    RefundBreakdown,
    Share,
    check_sums,
)

_BREAKDOWN = TypeAdapter(RefundBreakdown)
_SHARES = TypeAdapter(tuple[Share, ...])


def dump_breakdown(breakdown: RefundBreakdown) -> dict[str, Any]:
    """Amounts as whole numbers of minor units, rates as text; no float anywhere."""
    written: dict[str, Any] = _BREAKDOWN.dump_python(breakdown, mode="json")
    return written


def load_breakdown(data: Mapping[str, Any]) -> RefundBreakdown:
    """What ``dump_breakdown`` wrote; raises BreakdownInvalid if it does not add up."""
    try:
        breakdown = _BREAKDOWN.validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise BreakdownInvalid(problems=error.errors(include_url=False)) from error
    check_sums(breakdown)
    return breakdown


def dump_shares(shares: Iterable[Share]) -> list[dict[str, Any]]:
    """Where the money of a refund goes, as JSON; amounts in minor units."""
    written: list[dict[str, Any]] = _SHARES.dump_python(tuple(shares), mode="json")
    return written


def load_shares(data: Sequence[Mapping[str, Any]]) -> tuple[Share, ...]:
    """What ``dump_shares`` wrote; raises BreakdownInvalid for anything else."""
    try:
        return _SHARES.validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise BreakdownInvalid(problems=error.errors(include_url=False)) from error
