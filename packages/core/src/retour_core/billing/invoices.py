"""A carrier's invoice as a table: the rows that say what was charged on top."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import islice

from retour_core.billing.surcharges import SurchargeRow
from retour_core.imports.fields import fold
from retour_core.imports.formulas import restored
from retour_core.imports.intake import normalise
from retour_core.imports.tables import header_of, records, sniff_delimiter

COLUMNS = ("tracking number", "amount", "currency", "what for")
MOST_ROWS = 2000
# As carriers and spreadsheets in English, French and German call them.
_CALLED: dict[str, tuple[str, ...]] = {
    "parcel": (
        *("tracking number", "tracking no", "tracking", "parcel number", "rma number"),
        *("numéro de suivi", "n° de suivi", "numéro de colis"),
        *("Sendungsnummer", "Paketnummer", "Trackingnummer"),
    ),
    "amount": ("amount", "surcharge", "montant", "Betrag"),
    "currency": ("currency", "devise", "Währung"),
    "what_for": ("what for", "reason", "description", "motif", "wofür", "Grund"),
}


class ColumnsMissing(Exception):
    """``names`` of ``COLUMNS`` are not in the first row."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = tuple(names)


class TooManyRows(Exception):
    """There are more than ``MOST_ROWS``."""


def invoice_text(source: io.BufferedIOBase) -> str:
    """A CSV or Excel file as CSV text. Raises ``FileRefused``."""
    copy = io.BytesIO()
    normalise(source, copy)  # type: ignore[arg-type]
    return copy.getvalue().decode()


def read_invoice(text: str) -> list[SurchargeRow]:
    """The rows, numbered as a spreadsheet counts.

    Raises ``ColumnsMissing``, ``TooManyRows``, and ``FileRefused`` for a row that does
    not end.
    """
    file = io.BytesIO(text.removeprefix("\ufeff").encode())
    found = records(file, sniff_delimiter(file))
    first = next(found, None)
    header = [fold(name) for name in header_of(first)] if first else []
    places = {field: _place(header, called) for field, called in _CALLED.items()}
    missing = [
        name
        for name, place in zip(COLUMNS, places.values(), strict=True)
        if place is None
    ]
    if missing:
        raise ColumnsMissing(missing)
    rows = [
        SurchargeRow(
            record.number,
            **{field: _cell(record.cells, n) for field, n in places.items()},
        )
        for record in islice(found, MOST_ROWS + 1)
    ]
    if len(rows) > MOST_ROWS:
        raise TooManyRows
    return rows


def _place(header: Sequence[str], called: Sequence[str]) -> int | None:
    names = [fold(name) for name in called]
    return next((header.index(name) for name in names if name in header), None)


def _cell(cells: Sequence[str], place: int | None) -> str:
    if place is None or place >= len(cells):
        return ""
    return restored(cells[place].strip()).strip()
