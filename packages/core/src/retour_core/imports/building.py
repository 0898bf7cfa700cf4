"""The rows of one order made into the wire's order, and its faults back into cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from retour_core.domain.wire import FieldProblem
from retour_core.imports.fields import Field, Kind, Part
from retour_core.imports.mapping import Mapping as ColumnChoice
from retour_core.imports.parcels import parcels_of
from retour_core.imports.payments import tenders_of
from retour_core.imports.tables import Record
from retour_core.imports.values import (
    Reading,
    read_amount,
    read_count,
    read_country,
    read_currency,
    read_moment,
    read_status,
    read_words,
)
from retour_core.imports.vocabulary import FIELD_BY_NAME


@dataclass(frozen=True)
class Fault:
    """``column`` is a header of the file, or empty if no column is to blame."""

    row: int
    column: str
    message: str


@dataclass
class Draft:
    """An order as its rows tell it. ``raw`` is of the shape of ``wire.OrderIn``."""

    raw: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    # JSON pointer of a value in ``raw`` to the row and the field it came from.
    origins: dict[str, tuple[int, str]] = field(default_factory=dict)


class OrderBuilder:
    """Reads orders of one file. ``changed_at`` is for orders whose rows say nothing."""

    def __init__(
        self,
        header: Sequence[str],
        choice: ColumnChoice,
        reading: Reading,
        *,
        changed_at: str,
        clean: Callable[[str], str] = str,
    ) -> None:
        self.header = header
        self.choice = choice
        self.reading = reading
        self.changed_at = changed_at
        self.clean = clean
        self.columns = {
            FIELD_BY_NAME[name]: header.index(column)
            for column, name in choice.columns.items()
        }

    def key_columns(self) -> list[int]:
        by_name = {f.name: index for f, index in self.columns.items()}
        return [by_name[name] for name in ("external_id", "number") if name in by_name]

    def build(self, rows: Sequence[Record]) -> Draft:
        draft = Draft()
        cells = [self._cells(record, draft) for record in rows]
        draft.raw = {
            "changed_at": self.changed_at,
            **self._once(Part.ORDER, "", rows, cells, draft),
        }
        self._address(Part.SHIPPING, rows, cells, draft)
        if any(f.part is Part.BILLING for f in self.columns):
            self._address(Part.BILLING, rows, cells, draft)
        draft.raw["lines"] = self._lines(rows, cells, draft)
        shipments = parcels_of([self._part(Part.SHIPMENT, c) for c in cells])
        draft.raw["shipments"] = shipments.as_wire(
            [(line["id"], line.get("quantity", 0)) for line in draft.raw["lines"]]
        )
        self._origins_of_shipments(shipments.first_rows(), rows, draft)
        self._defaults(draft.raw)
        self._tenders(rows, cells, draft)
        self._require(draft, rows[0].number)
        return draft

    def column_of(self, name: str) -> str:
        """The header of the column a field is read from; empty if none is."""
        index = self.columns.get(FIELD_BY_NAME[name]) if name else None
        return "" if index is None else self.header[index]

    def _cells(self, record: Record, draft: Draft) -> dict[Field, str]:
        if len(record.cells) > len(self.header):
            message = _(
                "The row has %(cells)d cells, the header %(columns)d: a separator or"
                " a quotation mark too many."
            ) % {"cells": len(record.cells), "columns": len(self.header)}
            draft.faults.append(Fault(record.number, "", message))
        return {
            f: self.clean(record.cells[index]).strip()
            for f, index in self.columns.items()
            if index < len(record.cells)
        }

    @staticmethod
    def _part(part: Part, cells: Mapping[Field, str]) -> dict[Field, str]:
        return {f: cell for f, cell in cells.items() if f.part is part and cell}

    def _once(
        self,
        part: Part,
        prefix: str,
        rows: Sequence[Record],
        cells: Sequence[Mapping[Field, str]],
        draft: Draft,
    ) -> dict[str, Any]:
        """One value an order: the first that is there; others must not differ."""
        first: dict[Field, tuple[int, str]] = {}
        for record, row in zip(rows, cells, strict=True):
            for f, cell in self._part(part, row).items():
                row_before, before = first.setdefault(f, (record.number, cell))
                if cell != before:
                    message = _(
                        "“%(cell)s”, but row %(row)d of this order says “%(other)s”."
                    ) % {"cell": cell[:40], "row": row_before, "other": before[:40]}
                    self._fault(draft, record.number, f.name, message)
        values: dict[str, Any] = {}
        for f, (number, cell) in first.items():
            draft.origins[f"{prefix}/{f.target}"] = (number, f.name)
            self._put(values, f, cell, number, draft)
        return values

    def _address(
        self,
        part: Part,
        rows: Sequence[Record],
        cells: Sequence[Mapping[Field, str]],
        draft: Draft,
    ) -> None:
        values = self._once(part, f"/{part}", rows, cells, draft)
        if not values and part is Part.BILLING:
            return
        shipped_to = draft.raw.get("shipping_address", {}).get("country")
        values.setdefault("country", shipped_to or self.choice.country)
        draft.raw[str(part)] = values

    def _lines(
        self,
        rows: Sequence[Record],
        cells: Sequence[Mapping[Field, str]],
        draft: Draft,
    ) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = []
        copies: dict[str, int] = {}
        for index, (record, row) in enumerate(zip(rows, cells, strict=True)):
            line: dict[str, Any] = {}
            for f, cell in self._part(Part.LINE, row).items():
                draft.origins[f"/lines/{index}/{f.target}"] = (record.number, f.name)
                self._put(line, f, cell, record.number, draft)
            line.setdefault("id", _line_id(line.get("sku", ""), index, copies))
            line.setdefault("quantity", 1)
            self._price(line, record.number, draft)
            if "title" not in line:
                self._fault(draft, record.number, "title", _("It is empty."))
            lines.append(line)
        return lines

    def _price(self, line: dict[str, Any], number: int, draft: Draft) -> None:
        if "total_incl_tax" in line:
            return
        unit = line.get("unit_list_price")
        name = "unit_price" if self.column_of("unit_price") else "line_total"
        if unit is None:
            if not any(f.row == number and f.column for f in draft.faults):
                self._fault(draft, number, name, _("It is empty."))
            return
        total = Decimal(unit) * line["quantity"] - Decimal(line.get("discount", "0"))
        if total < 0:
            message = _("It is more than the item costs.")
            self._fault(draft, number, "discount", message)
        line["total_incl_tax"] = format(max(total, Decimal(0)), "f")

    def _put(
        self, values: dict[str, Any], f: Field, cell: str, number: int, draft: Draft
    ) -> None:
        try:
            values[f.target] = self._read(f, cell)
        except ValueError as error:
            self._fault(draft, number, f.name, str(error))

    def _read(self, f: Field, cell: str) -> Any:
        mark = self.reading.decimal_mark
        readers: dict[Kind, Callable[[], Any]] = {
            Kind.AMOUNT: lambda: read_amount(cell, mark),
            Kind.RATE: lambda: read_amount(cell, mark),
            Kind.COUNT: lambda: read_count(cell, mark),
            Kind.MOMENT: lambda: read_moment(cell, self.reading),
            Kind.COUNTRY: lambda: read_country(cell),
            Kind.CURRENCY: lambda: read_currency(cell),
            Kind.STATUS: lambda: read_status(cell),
            Kind.WORDS: lambda: read_words(cell),
        }
        return readers[f.kind]() if f.kind in readers else cell

    def _defaults(self, raw: dict[str, Any]) -> None:
        raw.setdefault("currency", self.choice.currency)
        if "number" in raw:
            raw.setdefault("id", raw["number"])
        if "total_incl_tax" not in raw:
            amounts = [line.get("total_incl_tax", "0") for line in raw["lines"]]
            amounts.append(raw.get("shipping_incl_tax", "0"))
            total = sum(map(Decimal, amounts), Decimal(0))
            total -= Decimal(raw.get("order_discount", "0"))
            raw["total_incl_tax"] = format(max(total, Decimal(0)), "f")

    def _tenders(
        self,
        rows: Sequence[Record],
        cells: Sequence[Mapping[Field, str]],
        draft: Draft,
    ) -> None:
        prepaid = self._once(Part.TENDER, "/tenders", rows, cells, draft)
        if not prepaid or "total_incl_tax" not in draft.raw:
            return
        number, name = draft.origins[f"/tenders/{next(iter(prepaid))}"]
        draft.origins["/tenders"] = (number, name)
        try:
            draft.raw["tenders"] = tenders_of(prepaid, draft.raw["total_incl_tax"])
        except ValueError as error:
            self._fault(draft, number, name, str(error))

    def _origins_of_shipments(
        self, first_rows: Sequence[int], rows: Sequence[Record], draft: Draft
    ) -> None:
        for position, index in enumerate(first_rows):
            for f in self.columns:
                if f.part is Part.SHIPMENT:
                    pointer = f"/shipments/{position}/{f.target}"
                    draft.origins[pointer] = (rows[index].number, f.name)
        for position, index in enumerate(first_rows):
            shipment = draft.raw["shipments"][position]
            for f in self.columns:
                if f.kind is Kind.MOMENT and f.target in shipment:
                    cell = shipment.pop(f.target)
                    self._put(shipment, f, cell, rows[index].number, draft)

    def _require(self, draft: Draft, row: int) -> None:
        given = {
            "number": draft.raw.get("number"),
            "placed_at": draft.raw.get("placed_at"),
            "currency": draft.raw["currency"],
            "country": draft.raw["shipping_address"]["country"],
        }
        told = {fault.column for fault in draft.faults}
        for name, value in given.items():
            if not value and self.column_of(name) not in told:
                self._fault(draft, row, name, _("It is empty."))

    def _fault(self, draft: Draft, row: int, name: str, message: str) -> None:
        draft.faults.append(Fault(row, self.column_of(name), message))

    def faults_of(
        self, problems: Sequence[FieldProblem], draft: Draft, first_row: int
    ) -> list[Fault]:
        """The cells that the wire's problems stand for."""
        # A sum is as wrong as what it was computed from: the cell says it all.
        in_cells = [p for p in problems if p.pointer in draft.origins]
        return [self._fault_of(p, draft, first_row) for p in in_cells or problems]

    def _fault_of(self, problem: FieldProblem, draft: Draft, first_row: int) -> Fault:
        pointer = problem.pointer
        while pointer and pointer not in draft.origins:
            pointer = pointer.rpartition("/")[0]
        row, name = draft.origins.get(pointer, (first_row, ""))
        column, message = self.column_of(name), problem.message
        if not column and problem.pointer:
            message = f"{problem.pointer}: {message}"
        return Fault(row, column, message)


def _line_id(sku: str, index: int, copies: dict[str, int]) -> str:
    """Stays the line's own when rows are added or change places, if it has a SKU."""
    if not sku:
        return f"#{index + 1}"
    copies[sku] = copies.get(sku, 0) + 1
    return sku if copies[sku] == 1 else f"{sku}#{copies[sku]}"
