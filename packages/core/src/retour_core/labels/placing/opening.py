"""A carrier's bytes, opened with care."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pikepdf
from PIL import Image

from retour_core.labels.placing.errors import (
    CannotPlace,
    DocumentLocked,
    DocumentTooLarge,
    DocumentUnreadable,
    DotsUnknown,
)
from retour_core.labels.placing.papers import MILLIMETRE

PRINTER_DPI = 203
_LARGEST_FILE = 15_000_000
_MOST_PAGES = 20
_MOST_PIXELS = 40_000_000
_DEEPEST_TREE = 50
_LONGEST_SIDE = 450 * MILLIMETRE
# What a picture without a resolution can only be: printers' dots on usual labels.
_USUAL_INCHES = ((4, 6), (4, 8), (105 / 25.4, 148 / 25.4), (102 / 25.4, 210 / 25.4))
_USUAL_DPI = (203, 300, 600)


@dataclass(frozen=True)
class Original:
    """``dpi`` is the grid its bars stand on: a picture's own, else the printer's."""

    pdf: pikepdf.Pdf
    dpi: float = PRINTER_DPI


@contextmanager
def opened(document: bytes) -> Iterator[Original]:
    """A PDF, PNG or JPEG as a PDF whose pages are in order; raises CannotPlace."""
    if len(document) > _LARGEST_FILE:
        raise DocumentTooLarge
    try:
        if document.startswith((b"\x89PNG", b"\xff\xd8\xff")):
            original = _picture(document)
        else:
            original = Original(_readable(document))
    except CannotPlace:
        raise
    except (pikepdf.PdfError, OSError, ValueError, TypeError, KeyError) as error:
        raise DocumentUnreadable from error
    with original.pdf:
        yield original


def _readable(document: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(document), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise DocumentLocked from None
    if not pdf.pages:
        raise DocumentUnreadable
    if len(pdf.pages) > _MOST_PAGES:
        raise DocumentTooLarge(pages=len(pdf.pages))
    # What is filled in or stamped on is drawn only by the pages themselves.
    pdf.flatten_annotations("all")
    for page in pdf.pages:
        _settle(page)
    return pdf


def _settle(page: pikepdf.Page) -> None:
    """One box and no inherited or odd attributes, so that all readers see the same."""
    if page.obj.get("/UserUnit", 1) != 1:
        raise DocumentUnreadable
    shown = _shown(page)
    if min(shown.width, shown.height) < 1:
        raise DocumentUnreadable
    if max(shown.width, shown.height) > _LONGEST_SIDE:
        raise DocumentTooLarge
    for name in ("/TrimBox", "/BleedBox", "/ArtBox"):
        if name in page.obj:
            del page.obj[name]
    page.mediabox = page.cropbox = shown
    page.obj.Rotate = _turn(page.obj)


def _shown(page: pikepdf.Page) -> pikepdf.Rectangle:
    """What a viewer shows of it: the crop box, as far as there is paper."""
    media, crop = (
        (sorted((box[0], box[2])), sorted((box[1], box[3])))
        for box in (
            [float(side) for side in page.mediabox],
            [float(side) for side in page.cropbox],
        )
    )
    (left, right), (bottom, top) = (
        (max(one[0], other[0]), min(one[1], other[1]))
        for one, other in zip(media, crop, strict=True)
    )
    return pikepdf.Rectangle(left, bottom, max(left, right), max(bottom, top))


def _turn(node: pikepdf.Object) -> int:
    """Degrees to the right; a page may have it from the nodes above."""
    for _ in range(_DEEPEST_TREE):
        if "/Rotate" in node:
            return int(node.Rotate) % 360 // 90 * 90
        if "/Parent" not in node:
            break
        node = node.Parent
    return 0


def _picture(document: bytes) -> Original:
    try:
        image = Image.open(io.BytesIO(document), formats=("PNG", "JPEG"))
        if image.width * image.height > _MOST_PIXELS:
            raise DocumentTooLarge
        flat = _on_white(image)
    except (SyntaxError, Image.DecompressionBombError, zlib.error) as error:
        raise DocumentUnreadable from error
    dpi = _dpi_of(image)
    pdf = pikepdf.new()
    width, height = image.width * 72 / dpi, image.height * 72 / dpi
    if max(width, height) > _LONGEST_SIDE:
        raise DocumentTooLarge
    page = pdf.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject={"/Label": _as_stream(pdf, flat)})
    drawn = f"{width:.5f} 0 0 {height:.5f} 0 0 cm /Label Do"
    page.Contents = pdf.make_stream(drawn.encode("ascii"))
    _settle(page)
    return Original(pdf, dpi)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"1", "L", "RGB"} and "transparency" not in image.info:
        return image.copy()
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert(
        "RGB"
    )


def _dpi_of(image: Image.Image) -> float:
    """What the file says, or else what makes it a usual label; raises DotsUnknown."""
    told = image.info.get("dpi")
    if told and told[0] >= 150 and abs(told[0] - told[1]) < 1:
        # Kept in whole dots a metre, which makes 202.99 of 203.
        return float(round(told[0]))
    for dpi in _USUAL_DPI:
        sides = sorted((image.width / dpi, image.height / dpi))
        for inches in _USUAL_INCHES:
            if all(abs(a - b) < 0.05 for a, b in zip(sides, inches, strict=True)):
                return dpi
    raise DotsUnknown


def _as_stream(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    bits = 1 if image.mode == "1" else 8
    return pikepdf.Stream(
        pdf,
        image.tobytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        BitsPerComponent=bits,
        ColorSpace=pikepdf.Name("/DeviceRGB" if image.mode == "RGB" else "/DeviceGray"),
    )
