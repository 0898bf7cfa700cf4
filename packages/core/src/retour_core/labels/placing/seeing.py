"""A page as a reader of codes sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import pypdfium2
import zxingcpp
from PIL import Image

from retour_core.labels.documents.barcodes import Decoded
from retour_core.labels.placing.errors import DocumentUnreadable
from retour_core.labels.placing.papers import Box

DPI = 300
# Half a millimetre: finer than any gap between a label and what stands around it.
CELL = 6
_PALEST_INK = 235
# What parcels carry: looking for others finds some in lines of text.
_FORMATS = zxingcpp.BarcodeFormats(
    (
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.Code39,
        zxingcpp.BarcodeFormat.ITF,
        zxingcpp.BarcodeFormat.Codabar,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.Aztec,
        zxingcpp.BarcodeFormat.PDF417,
        zxingcpp.BarcodeFormat.MaxiCode,
    )
)
# PDFium is not made for two threads at once.
_lock = Lock()


@dataclass(frozen=True)
class SeenCode:
    code: Decoded
    box: Box


@dataclass(frozen=True)
class Seen:
    """A page in grey at ``DPI``."""

    image: Image.Image

    @cached_property
    def codes(self) -> Sequence[SeenCode]:
        found = zxingcpp.read_barcodes(self.image, formats=_FORMATS, try_invert=False)
        codes = [
            SeenCode(Decoded(code.symbology_identifier, code.text), _box(code.position))
            for code in found
        ]
        return sorted(codes, key=lambda seen: (seen.code.text, seen.box.top))

    @cached_property
    def ink(self) -> Image.Image:
        """A pixel is a cell of the page, not 0 where anything is printed in it."""
        return self._black.reduce(CELL).point(lambda share: 255 if share else 0)

    def printed(self, cells: tuple[int, int, int, int]) -> Box:
        """What is printed in these cells, to the dot."""
        left, top, right, bottom = (cell * CELL for cell in cells)
        inner = self._black.crop((left, top, right, bottom)).getbbox()
        if inner is None:
            raise AssertionError("these cells have ink in them")
        return Box(
            points(left + inner[0]),
            points(top + inner[1]),
            points(left + inner[2]),
            points(top + inner[3]),
        )

    @cached_property
    def _black(self) -> Image.Image:
        return self.image.point(lambda shade: 255 if shade < _PALEST_INK else 0)

    def has(self, codes: Sequence[SeenCode]) -> bool:
        return {seen.code for seen in codes} <= {seen.code for seen in self.codes}


def look_at(pdf: bytes, dpi: int = DPI) -> list[Seen]:
    """Every page of a PDF; boxes are right at the usual ``dpi`` only.

    Raises DocumentUnreadable."""
    with _lock:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise DocumentUnreadable from error
        try:
            return [
                Seen(page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L"))
                for page in document
            ]
        except pypdfium2.PdfiumError as error:
            raise DocumentUnreadable from error
        finally:
            document.close()


def points(dots: float) -> float:
    return dots * 72 / DPI


def _box(position: zxingcpp.Position) -> Box:
    corners = (
        position.top_left,
        position.top_right,
        position.bottom_right,
        position.bottom_left,
    )
    across = [points(corner.x) for corner in corners]
    down = [points(corner.y) for corner in corners]
    return Box(min(across), min(down), max(across), max(down))
