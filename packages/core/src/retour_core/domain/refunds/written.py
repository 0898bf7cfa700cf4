"""A breakdown as JSON: stored whole with the refund, and read again as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from retour_core.domain.refunds.breakdown import (
    BreakdownInvalid,
    RefundBreakdown,
    check_sums,
)

_BREAKDOWN = TypeAdapter(RefundBreakdown)


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
