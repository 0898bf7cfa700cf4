"""A normalised file as records, with the byte each of them ends at."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

from django.utils.translation import gettext as _

from retour_core.imports.errors import FileRefused

DELIMITERS = (",", ";", "\t", "|")
MAX_COLUMNS = 200
# A record ends somewhere: beyond this a quotation mark was never closed.
MAX_RECORD = 128 * 1024
_SNIFFED = 30
# Columns of our own error file; such a file can be imported again as it is.
OWN_COLUMNS = ("Retour: row", "Retour: column", "Retour: reason")


@dataclass(frozen=True)
class Record:
    """``number`` is the row as a spreadsheet counts; ``end`` the byte behind it."""

    number: int
    cells: list[str]
    end: int


def records(
    file: IO[bytes], delimiter: str, *, offset: int = 0, row: int = 0
) -> Iterator[Record]:
    """The records from byte ``offset`` on, blank ones left out.

    ``row`` is the number of the record before. Raises ``FileRefused`` for a record
    without an end.
    """
    file.seek(offset)
    lines = _Lines(file)
    lines.end = offset
    reader = csv.reader(lines, delimiter=delimiter)
    number = row
    while True:
        lines.record_start = lines.end
        try:
            cells = next(reader, None)
        except (csv.Error, _EndlessRecord) as error:
            raise FileRefused(_never_ends(number + 1)) from error
        if cells is None:
            return
        number += 1
        if any(cell.strip() for cell in cells):
            yield Record(number, cells, lines.end)


class _EndlessRecord(Exception):
    pass


class _Lines:
    """Lines for the csv reader, which takes no more of them than a record has."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.end = 0
        self.record_start = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.file.readline(MAX_RECORD + 1)
        if not line:
            if self.end > self.record_start:
                # Asked for more within a record: the csv module would take all that
                # follows an open quotation mark for one cell, and say nothing.
                raise _EndlessRecord
            raise StopIteration
        self.end += len(line)
        if self.end - self.record_start > MAX_RECORD:
            raise _EndlessRecord
        return line.decode()


def _never_ends(number: int) -> str:
    return _(
        "Row %(row)d does not end: a quotation mark is opened there and not closed, or "
        "it holds more than %(most)d KB."
    ) % {"row": number, "most": MAX_RECORD // 1024}


def sniff_delimiter(file: IO[bytes]) -> str:
    """The sign that cuts the first records into the most columns of equal count."""
    file.seek(0)
    sample = file.read(MAX_RECORD).decode(errors="ignore")

    def score(delimiter: str) -> tuple[int, int]:
        # A record cut off at the sample's end says nothing.
        rows = islice(csv.reader(io.StringIO(sample), delimiter=delimiter), _SNIFFED)
        try:
            widths = [len(cells) for cells in rows if cells]
        except csv.Error:
            return (0, 0)
        if not widths or widths[0] == 1:
            return (0, 0)
        agreeing = sum(width == widths[0] for width in widths)
        return (agreeing * 100 // len(widths) // 50, widths[0])

    return max(DELIMITERS, key=score)


def header_of(record: Record) -> list[str]:
    """Every column's name, each once: repeats are numbered, empty ones named."""
    if len(record.cells) > MAX_COLUMNS:
        raise FileRefused(
            _("Row %(row)d has more than %(most)d columns.")
            % {"row": record.number, "most": MAX_COLUMNS}
        )
    names: list[str] = []
    for index, cell in enumerate(record.cells, start=1):
        plain = " ".join(cell.split())[:100] or _("Column %(number)d") % {
            "number": index
        }
        name, copy = plain, 2
        while name in names:
            name, copy = f"{plain} ({copy})", copy + 1
        names.append(name)
    return names


def fingerprint(header: Iterable[str]) -> str:
    """The same for files with the same columns, and for their error files."""
    names = [name.casefold() for name in header if name not in OWN_COLUMNS]
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def is_error_file(header: Sequence[str]) -> bool:
    return set(OWN_COLUMNS) <= set(header)
