"""Reading what was pushed: one verdict an order, never all or nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from retour_core.domain.order_checks import check_changed_at, check_order
from retour_core.domain.shape_words import shape_sentence
from retour_core.domain.wire import FieldProblem, OrderIn, OrderResult
from retour_core.orders.parcels import REGISTERED

_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "string_pattern_mismatch": "malformed",
    "timezone_aware": "offset_missing",
}
_QUOTED = 500
_CHANGED_AT = b'"changed_at":"'
# What model_dump_json() calls; most pushed orders are only hashed, which takes bytes.
_to_json = OrderIn.__pydantic_serializer__.to_json

Problems = list[FieldProblem]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An order of the right shape; ``problems_of`` tells whether it may be stored.

    ``snapshot`` is its JSON (UTF-8) without what is at its default; ``content_hash``
    is of the same without ``changed_at``.
    """

    order: OrderIn
    snapshot: bytes
    content_hash: str


def read_order(raw: Any) -> Accepted | OrderResult:
    """The order, or the result that says which fields have the wrong shape.

    ``raw`` is a parsed JSON value, or an ``OrderIn`` already.
    """
    try:
        order = raw if isinstance(raw, OrderIn) else OrderIn.model_validate(raw)
    except ValidationError as error:
        return rejected(_claimed_id(raw), shape_problems(error))
    snapshot = _to_json(order, exclude_defaults=True)
    return Accepted(order, snapshot, _content_hash(snapshot))


def problems_of(accepted: Accepted, stored_hash: str, now: datetime) -> Problems:
    """What keeps an order from being stored; nothing is a good order.

    Content that was stored before was checked then, and time only makes dates better.
    """
    order = accepted.order
    if accepted.content_hash == stored_hash:
        return check_changed_at(order, now=now)
    return [*check_order(order, now=now), *_reserved_ids(order)]


def _reserved_ids(order: OrderIn) -> Problems:
    return [
        FieldProblem(
            pointer=f"/shipments/{index}/id",
            code="shipment_id_reserved",
            message=f"Ids that begin with “{REGISTERED}” are Retour's own.",
        )
        for index, shipment in enumerate(order.shipments)
        if shipment.id.startswith(REGISTERED)
    ]


def rejected(order_id: str | None, problems: list[FieldProblem]) -> OrderResult:
    return OrderResult(id=order_id, status="rejected", errors=problems)


def shape_problems(error: ValidationError) -> list[FieldProblem]:
    """Pydantic's errors as JSON pointers (RFC 6901) with stable codes."""
    found = [
        FieldProblem(
            pointer=_sayable("".join(f"/{_escape(part)}" for part in item["loc"])),
            code=_CODES.get(item["type"], item["type"]),
            message=shape_sentence(item),
        )
        for item in error.errors(include_url=False, include_input=False)
    ]
    return [p for p in found if not _only_follows(p, found)]


def _only_follows(problem: FieldProblem, found: list[FieldProblem]) -> bool:
    # Pydantic does not count bad items, so it calls a list of them too short as well.
    return problem.code == "too_short" and any(
        other.pointer.startswith(f"{problem.pointer}/") for other in found
    )


def _escape(part: int | str) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def _claimed_id(raw: Any) -> str | None:
    claimed = raw.get("id") if isinstance(raw, dict) else None
    return _sayable(claimed) if isinstance(claimed, str) else None


def _sayable(text: str) -> str:
    """What a stranger wrote, fit to be quoted: no lone surrogates, not too long."""
    return text[:_QUOTED].encode("utf-8", "replace").decode()


def _content_hash(snapshot: bytes) -> str:
    # The first of this name is the order's own: no value holds a bare quotation mark,
    # and what has fields of its own comes later.
    before, _, rest = snapshot.partition(_CHANGED_AT)
    return hashlib.sha256(before + rest.partition(b'"')[2]).hexdigest()
