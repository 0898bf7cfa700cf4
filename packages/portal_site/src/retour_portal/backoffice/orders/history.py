"""How an order came to be what it is: its revisions and what each one changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from retour_core.orders.models import Order, OrderRevision, OrderSource
from retour_core.orders.parcels import REGISTERED

SHOWN = 50
MAX_CHANGES = 20
_MAX_VALUE = 120
# Every revision has its own; it says nothing about the order.
_IGNORED = {"changed_at"}


@dataclass(frozen=True)
class Change:
    """``field`` is a path of the wire's names; ``None`` stands for absent."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Entry:
    """``changes`` is empty for the first revision; ``omitted`` more are not listed."""

    revision: OrderRevision
    is_first: bool
    changes: list[Change]
    omitted: int
    snapshot: str


def history(order: Order) -> list[Entry]:
    """The newest ``SHOWN`` revisions, newest first; one query."""
    revisions = list(order.revisions.order_by("-pk")[: SHOWN + 1])
    earlier: list[OrderRevision | None] = [*revisions[1:], None]
    pairs = zip(revisions, earlier, strict=True)
    return [_entry(revision, before) for revision, before in pairs][:SHOWN]


def changes_between(before: Any, after: Any) -> list[Change]:
    """What differs between two snapshots; members of lists are told by their id."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return [
        Change(path, _shown(old.get(path)), _shown(new.get(path)))
        for path in dict.fromkeys([*old, *new])
        if old.get(path) != new.get(path)
    ]


def _entry(revision: OrderRevision, before: OrderRevision | None) -> Entry:
    changes: list[Change] = []
    if before is not None:
        snapshot = before.snapshot
        if revision.source != OrderSource.SHIPMENTS:
            snapshot = _without_registered(snapshot)
        changes = changes_between(snapshot, revision.snapshot)
    return Entry(
        revision=revision,
        is_first=before is None,
        changes=changes[:MAX_CHANGES],
        omitted=max(len(changes) - MAX_CHANGES, 0),
        snapshot=json.dumps(revision.snapshot, indent=2, ensure_ascii=False),
    )


def _without_registered(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    # A push does not tell of them, and does not take them away either.
    rest = {key: value for key, value in snapshot.items() if key != "shipments"}
    pushed = [
        shipment
        for shipment in snapshot.get("shipments", [])
        if not shipment["id"].startswith(REGISTERED)
    ]
    return {**rest, "shipments": pushed} if pushed else rest


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if path or key not in _IGNORED:
                yield from _leaves(inner, f"{path} / {key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, inner in enumerate(value):
            name = inner.get("id") or inner.get("line_id") or index + 1
            yield from _leaves(inner, f"{path} / {name}")
    else:
        yield path, value


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_VALUE else f"{text[:_MAX_VALUE]}…"
