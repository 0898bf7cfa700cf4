"""Codes drawn in whole printer dots, and read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import zxingcpp
from PIL import Image

from retour_core.labels.documents.data import InvalidLabelData

if TYPE_CHECKING:
    from typing_extensions import Buffer

# The common thermal printer: a bar that is no whole number of its dots wide comes out
# uneven, and below 3 dots a third of the labels no longer scan.
PRINTER_DPI = 203
DOT_MM = 25.4 / PRINTER_DPI
SSCC_MODULE_DOTS = 4
_QR_MODULE_DOTS = (6, 5, 4, 3)
_QR_QUIET_MODULES = 4
_MATRIX_MODULE_DOTS = (8, 7, 6, 5, 4, 3)
_MATRIX_QUIET_MODULES = 1
_BLACK_RUN = re.compile(rb"\0+")


@dataclass(frozen=True)
class Decoded:
    """A code found in an image; "]C1" is GS1-128, "]C0" plain Code 128, "]Q1" a QR,
    "]d2" a GS1 DataMatrix, "]d1" a plain one."""

    symbology_identifier: str
    text: str


@dataclass(frozen=True)
class Symbol:
    """A code without its quiet zone, and its printed width.

    ``rows`` have a byte a module, 0 for black; ``level`` is a QR's error correction,
    "M" or "L".
    """

    rows: Sequence[bytes]
    width_dots: int
    module_dots: int
    level: str = ""

    @property
    def width_mm(self) -> float:
        return self.width_dots * DOT_MM

    @property
    def svg(self) -> str:
        """Of unit modules."""
        path = "".join(
            f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z"
            for y, row in enumerate(self.rows)
            for run in _BLACK_RUN.finditer(row)
        )
        size = f"{len(self.rows[0])} {len(self.rows)}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"'
            f' preserveAspectRatio="none"><path d="{path}"/></svg>'
        )


def sscc_symbol(sscc: str) -> Symbol:
    """GS1-128 with AI (00); stretch the SVG to any height, keep its width."""
    barcode = zxingcpp.create_barcode(
        f"(00){sscc}", zxingcpp.BarcodeFormat.Code128, gs1=True
    )
    # An option that zxing-cpp does not know is ignored without a word, and a plain
    # Code 128 reads back as the very same text.
    if barcode.symbology_identifier != "]C1":
        raise InvalidLabelData(f"zxing-cpp did not make a GS1-128 of {sscc}.")
    bars = _rows(barcode)[0]
    width = len(bars) * SSCC_MODULE_DOTS
    return Symbol([bars], width, SSCC_MODULE_DOTS)


def s10_symbol(number: str) -> Symbol:
    """Code 128 of a postal number (UPU S10); used as that of an SSCC."""
    barcode = zxingcpp.create_barcode(number, zxingcpp.BarcodeFormat.Code128)
    bars = _rows(barcode)[0]
    width = len(bars) * SSCC_MODULE_DOTS
    return Symbol([bars], width, SSCC_MODULE_DOTS)


def parcel_symbol(number: str) -> Symbol:
    """The bars of a parcel's number, an SSCC or a postal one."""
    return sscc_symbol(number) if number.isdecimal() else s10_symbol(number)


def parcel_text(number: str) -> str:
    """What people read below them."""
    if number.isdecimal():
        return f"(00) {number}"
    parts = number[:2], number[2:5], number[5:8], number[8:11], number[11:]
    return " ".join(parts)


def qr_symbol(text: str, *, room_mm: float) -> Symbol:
    """The QR with the largest whole-dot modules that fit ``room_mm``, margin included.

    Error correction falls from M to L before the modules fall below 3 dots. Raises
    InvalidLabelData for a text that is too long even so.
    """
    room_dots = int(room_mm / DOT_MM)
    for level in ("M", "L"):
        rows = _qr_rows(text, level)
        modules = len(rows) + 2 * _QR_QUIET_MODULES
        for dots in _QR_MODULE_DOTS:
            if rows and modules * dots <= room_dots:
                return Symbol(rows, len(rows) * dots, dots, level)
    raise InvalidLabelData(
        f"The tracking page's URL has {len(text)} characters, too many for a QR that"
        " prints well: make it shorter."
    )


def matrix_symbol(number: str, *, room_mm: float) -> Symbol:
    """The Data Matrix of a parcel's number, the largest that fits ``room_mm``, margin
    included: a GS1 DataMatrix with AI (00) of an SSCC, a plain one of a postal number.
    """
    is_sscc = number.isdecimal()
    barcode = zxingcpp.create_barcode(
        f"(00){number}" if is_sscc else number,
        zxingcpp.BarcodeFormat.DataMatrix,
        gs1=is_sscc,
        force_square=True,
    )
    rows = _rows(barcode)
    is_as_asked = barcode.symbology_identifier == ("]d2" if is_sscc else "]d1")
    if not is_as_asked or len(rows) != len(rows[0]):
        raise InvalidLabelData(f"zxing-cpp did not make a Data Matrix of {number}.")
    modules = len(rows) + 2 * _MATRIX_QUIET_MODULES
    room_dots = int(room_mm / DOT_MM)
    dots = next(dots for dots in _MATRIX_MODULE_DOTS if modules * dots <= room_dots)
    return Symbol(rows, len(rows) * dots, dots)


def decode(image: Image.Image) -> list[Decoded]:
    """Every code in ``image`` (any Pillow mode), sorted by symbology and text."""
    found = zxingcpp.read_barcodes(image.convert("L"))
    codes = [Decoded(code.symbology_identifier, code.text) for code in found]
    return sorted(codes, key=lambda code: (code.symbology_identifier, code.text))


def _qr_rows(text: str, level: str) -> list[bytes]:
    try:
        barcode = zxingcpp.create_barcode(
            text, zxingcpp.BarcodeFormat.QRCode, ec_level=level
        )
    except ValueError:
        return []  # more than a QR can hold at all
    return _rows(barcode)


def _rows(barcode: zxingcpp.Barcode) -> list[bytes]:
    """As in :class:`Symbol`."""
    image = barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False)
    view = memoryview(cast("Buffer", image))  # its stubs leave the buffer out
    _, width = image.shape
    flat = view.tobytes()
    return [flat[start : start + width] for start in range(0, len(flat), width)]
