"""Rows that stand together under one order number, a bounded number at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retour_core.domain.wire import MAX_LINES_PER_ORDER
from retour_core.imports.tables import Record


@dataclass(frozen=True)
class OrderRows:
    """The rows of one order; ``is_cut`` if more follow than an order may have."""

    key: str
    rows: list[Record]
    is_cut: bool = False

    @property
    def digest(self) -> int:
        """64 bits, signed: what a database column holds."""
        raw = hashlib.blake2b(self.key.encode(), digest_size=8).digest()
        return int.from_bytes(raw, signed=True)


def group_rows(
    records: Iterable[Record], key_columns: list[int]
) -> Iterator[OrderRows]:
    """Neighbours with the same cells in ``key_columns``; a row without is by itself."""
    key, rows = "", list[Record]()
    for record in records:
        own = _key(record, key_columns)
        if rows and (own != key or not own):
            yield OrderRows(key, rows)
            rows = []
        elif len(rows) == MAX_LINES_PER_ORDER:
            yield OrderRows(key, rows, is_cut=True)
            rows = []
        key = own
        rows.append(record)
    if rows:
        yield OrderRows(key, rows)


def _key(record: Record, columns: list[int]) -> str:
    for column in columns:
        cell = record.cells[column].strip() if column < len(record.cells) else ""
        if cell:
            return cell
    return ""
