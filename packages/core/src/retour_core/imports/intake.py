"""Whatever file comes, made into one kind: UTF-8 text, line feeds, no BOM.

What is in the file decides, not what it is called. Text that is valid UTF-8 from end
to end is UTF-8 (with or without a byte order mark); UTF-16 is taken by its mark; any
other text is Windows-1252, which Latin-1 in files is nearly always meant to be.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO, BinaryIO

from django.utils.translation import gettext as _

from retour_core.imports.errors import FileRefused
from retour_core.imports.models import FileKind
from retour_core.imports.workbooks import workbook_as_csv

MAX_BYTES = 400 * 1024 * 1024
_CHUNK = 256 * 1024
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def normalise(source: BinaryIO, target: IO[bytes]) -> tuple[FileKind, str]:
    """Copy ``source`` (seekable) to ``target``; its kind and encoding.

    Raises ``FileRefused`` for what is no table, is too large, or swells too much when
    unpacked. A formula in a workbook is copied as its text, never worked out.
    """
    source.seek(0)
    start = source.read(8)
    if not start:
        raise FileRefused(_("The file is empty."))
    if start.startswith(_ZIP):
        workbook_as_csv(source, target)
        return FileKind.XLSX, "utf-8"
    if start.startswith(_OLD_EXCEL):
        raise FileRefused(
            _("This is an old Excel file (.xls); save it as .xlsx or as CSV UTF-8.")
        )
    encoding = _encoding(source, start)
    try:
        for text in _decoded(source, encoding):
            target.write(text.encode())
    except UnicodeDecodeError as error:
        raise FileRefused(_not_text()) from error
    return FileKind.CSV, encoding.removesuffix("-sig")


def _not_text() -> str:
    return _("This is no text file; save the table as CSV UTF-8 or as .xlsx.")


def _encoding(source: BinaryIO, start: bytes) -> str:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    try:
        for _text in _decoded(source, "utf-8"):
            pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _decoded(source: BinaryIO, encoding: str) -> Iterator[str]:
    """The text in pieces, every line end a line feed."""
    decoder = codecs.getincrementaldecoder(encoding)()
    source.seek(0)
    size, held = 0, ""
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise FileRefused(
                _("The file is larger than %(most)d MB; split it into several.")
                % {"most": MAX_BYTES // 1024 // 1024}
            )
        text = held + decoder.decode(chunk)
        if "\0" in text:
            raise FileRefused(_not_text())
        # The other half of a line end may be in the next piece.
        held = "\r" if text.endswith("\r") else ""
        yield _plain(text.removesuffix("\r"))
    yield _plain(held + decoder.decode(b"", final=True))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
