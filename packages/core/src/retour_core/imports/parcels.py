"""Tracking numbers beside order lines, made into shipments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from retour_core.imports.fields import Field


@dataclass(frozen=True)
class Parcels:
    """Each parcel as its cells and the positions of the rows that name it."""

    cells: list[dict[str, str]]
    rows: list[list[int]]
    row_count: int

    def first_rows(self) -> list[int]:
        return [positions[0] for positions in self.rows]

    def as_wire(self, lines: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
        """Shipments; ``lines`` are the order's line ids and quantities, row by row.

        One parcel that only the first of several rows names is the whole order's, as
        shops write what they know of an order in its first row: its contents stay
        open. Otherwise the rows say what is in each.
        """
        is_open = self.row_count > 1 and self.rows == [[0]]
        return [
            {
                "id": cells.get("tracking_number") or f"#{position + 1}",
                **cells,
                "lines": []
                if is_open
                else [
                    {"line_id": lines[row][0], "quantity": max(lines[row][1], 1)}
                    for row in positions
                ],
            }
            for position, (cells, positions) in enumerate(
                zip(self.cells, self.rows, strict=True)
            )
        ]


def parcels_of(rows: Sequence[dict[Field, str]]) -> Parcels:
    """The parcels in the shipment cells of an order's rows, by tracking number."""
    found: dict[str, tuple[dict[str, str], list[int]]] = {}
    for position, row in enumerate(rows):
        cells = {field.target: cell for field, cell in row.items()}
        if not {"tracking_number", "shipped_at", "delivered_at"} & cells.keys():
            continue
        known, positions = found.setdefault(cells.get("tracking_number", ""), ({}, []))
        known.update({**cells, **known})
        positions.append(position)
    return Parcels(
        [cells for cells, _ in found.values()],
        [positions for _, positions in found.values()],
        len(rows),
    )
