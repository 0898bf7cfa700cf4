"""Reading a label the way a scanner at the counter does."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import zxingcpp

DPI = 203  # what thermal printers print


def codes(pdf: Path) -> set[tuple[str, str]]:
    """(symbology identifier, text) of each code on the first page, 1 bit at 203 dpi."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[0].render(scale=DPI / 72).to_pil().convert("L")
    finally:
        document.close()
    black_and_white = image.point(lambda grey: 255 if grey > 127 else 0).convert("1")
    return {
        (code.symbology_identifier, code.text)
        for code in zxingcpp.read_barcodes(black_and_white.convert("L"))
    }


def first_page_mm(pdf: Path) -> tuple[int, int]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document[0].get_size()
    finally:
        document.close()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)
