"""Excel workbooks as CSV, read row by row behind guards against zip bombs."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import (  # type: ignore[import-untyped]
    InvalidFileException,
)

from retour_core.imports.errors import FileRefused

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELLS = 3_000_000
_MB = 1024 * 1024
# A member's declared size is its limit: zipfile hands out no byte more.
_MAX_SHEET = 300 * _MB
# These are held in memory, whatever they are called.
_MAX_STRINGS = 32 * _MB
_MAX_OTHER = 8 * _MB
_MAX_MEMBERS = 2000
# Sheets of real tables shrink to a fifth up to a thirtieth.
_MAX_RATIO = 200
_SMALL = _MB
_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
)


def workbook_as_csv(source: BinaryIO, target: IO[bytes]) -> None:
    """Write the first sheet of the workbook as UTF-8 CSV with commas.

    Dates become ISO 8601, numbers plain decimals with a point. Raises ``FileRefused``.
    """
    _check_archive(source)
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    try:
        source.seek(0)
        for row in _rows(source):
            writer.writerow(row)
    except FileRefused:
        raise
    except _BROKEN as error:
        raise FileRefused(
            _("The workbook is damaged; open it in Excel and save it again.")
        ) from error
    finally:
        text.detach()


def _check_archive(source: BinaryIO) -> None:
    source.seek(0)
    try:
        members = zipfile.ZipFile(source).infolist()
    except _BROKEN as error:
        raise FileRefused(
            _("The workbook is damaged; open it in Excel and save it again.")
        ) from error
    if len(members) > _MAX_MEMBERS or any(map(_is_bomb, members)):
        raise FileRefused(_swells())


def _swells() -> str:
    return _(
        "The workbook swells to more than any table of orders when it is"
        " unpacked; save the sheet as CSV UTF-8."
    )


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    if not name.endswith((".xml", ".rels")):
        return False  # pictures and the like are never unpacked
    most = _MAX_OTHER
    if "worksheets/" in name:
        most = _MAX_SHEET
    elif name.endswith("sharedStrings.xml"):
        most = _MAX_STRINGS
    ratio = member.file_size / max(member.compress_size, 1)
    return member.file_size > most or (member.file_size > _SMALL and ratio > _MAX_RATIO)


class _Unpacked(io.RawIOBase):
    """A member of an archive, up to what the archive still allows."""

    def __init__(self, archive: _Archive, member: IO[bytes]) -> None:
        self.archive = archive
        self.member = member

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.member.read(len(buffer))
        self.archive.allowed -= len(data)
        if self.archive.allowed < 0:
            raise FileRefused(_swells())
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self.member.close()
        super().close()


class _Archive(zipfile.ZipFile):
    """Unpacks no more than ``allowed`` bytes.

    The workbook itself says which member is its table of strings, so their names and
    declared sizes alone protect from nothing.
    """

    allowed = _MAX_STRINGS + _MAX_OTHER

    def open(self, name: Any, mode: Any = "r", *args: Any, **kwargs: Any) -> Any:
        member: Any = super().open(name, mode, *args, **kwargs)
        return io.BufferedReader(_Unpacked(self, member), 64 * 1024)


def _rows(source: BinaryIO) -> Iterator[list[str]]:
    reader = ExcelReader(source, read_only=True, data_only=False, keep_links=False)
    reader.archive = archive = _Archive(source)
    reader.read()
    archive.allowed = _MAX_SHEET
    book = reader.wb
    try:
        sheet = book.worksheets[0]
        # What a sheet says of its own size is padding at best.
        sheet.reset_dimensions()
        blank = cells = 0
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells += len(row) + 1
            values = [_text(value) for value in row]
            while values and not values[-1]:
                values.pop()
            _check_limits(number, len(values), cells)
            if not values:
                blank += 1
                continue
            for _gap in range(blank):
                yield [""]
            blank = 0
            yield values
    finally:
        book.close()


def _check_limits(number: int, columns: int, cells: int) -> None:
    if columns > MAX_COLUMNS:
        raise FileRefused(
            _("Row %(row)d has more than %(most)d columns.")
            % {"row": number, "most": MAX_COLUMNS}
        )
    if (number > MAX_ROWS and columns) or cells > MAX_CELLS:
        raise FileRefused(
            _(
                "The sheet has more than %(most)d rows; save it as CSV UTF-8, which"
                " may be as long as you like."
            )
            % {"most": MAX_ROWS}
        )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # Excel itself keeps 15 digits; more are the noise of binary fractions.
        text = format(value, ".15g")
        return f"{value:.0f}" if "e" in text else text
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
