"""A merchant's logo file, made small and safe to print."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import typst
from PIL import Image

from retour_core.labels.documents.compiler import compile_pdf, compile_png

ROOM_MM = (52.0, 13.0)
_PRINT_DPI = 300
_LARGEST_FILE = 8_000_000
_MOST_PIXELS = 50_000_000
_LARGEST_VECTOR = 24_000
_LARGEST_PNG = 12_000
_LARGEST_JPEG = 10_000
# Quality, and how much of the printed size's dots.
_COARSER = (
    (80, 1.0),
    (60, 1.0),
    (40, 1.0),
    (40, 0.7),
    (40, 0.5),
    (40, 0.35),
    (40, 0.2),
)
# Everything lighter than this leaves a thermal printer as blank paper.
_PRINTS_BLACK = 160


@dataclass(frozen=True)
class Logo:
    """An SVG document (a raster image is wrapped in one) and its printed size."""

    svg: str
    width_mm: float
    height_mm: float


@lru_cache(maxsize=64)
def printable_logo(content: bytes) -> Logo | None:
    """The logo at the size it prints; ``None`` if it is no image or would not show."""
    if len(content) > _LARGEST_FILE:
        return None
    if _looks_like_svg(content):
        return _vector(content)
    image = _opened(content)
    return None if image is None else _raster(image)


def _looks_like_svg(content: bytes) -> bool:
    return b"<svg" in content[:2000]


def _vector(content: bytes) -> Logo | None:
    """The SVG itself if it is small and archivable, else an image of it."""
    try:
        svg = content.decode("utf-8-sig")
        drawn = compile_png("logo", {"svg": svg}, dpi=2 * _PRINT_DPI)
    except (UnicodeDecodeError, typst.TypstError):
        return None
    image = _opened(drawn)
    logo = None if image is None else _raster(image)
    if logo is None or len(content) > _LARGEST_VECTOR:
        return logo
    try:
        compile_pdf("logo", {"svg": svg}, date(2000, 1, 1))
    except typst.TypstError:
        return logo
    return Logo(svg, logo.width_mm, logo.height_mm)


def _opened(content: bytes) -> Image.Image | None:
    """On white, where it was transparent."""
    try:
        image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP"))
        if image.width * image.height > _MOST_PIXELS:
            return None
        rgba = image.convert("RGBA")
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None
    paper = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(paper, rgba).convert("RGB")


def _raster(image: Image.Image) -> Logo | None:
    darkest, _ = image.convert("L").getextrema()
    if not isinstance(darkest, int) or darkest > _PRINTS_BLACK:
        return None
    width_mm, height_mm = ROOM_MM
    scale = min(width_mm / image.width, height_mm / image.height)
    size_mm = (image.width * scale, image.height * scale)
    dots = tuple(max(1, round(side * _PRINT_DPI / 25.4)) for side in size_mm)
    if dots[0] < image.width:
        image = image.resize((dots[0], dots[1]), Image.Resampling.LANCZOS)
    kind, encoded, (width, height) = _encoded(image)
    data = base64.b64encode(encoded).decode()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}"'
        f' href="data:image/{kind};base64,{data}"/></svg>'
    )
    return Logo(svg, *size_mm)


def _encoded(image: Image.Image) -> tuple[str, bytes, tuple[int, int]]:
    """PNG for drawings; JPEG where a photograph would make the label too heavy, coarser
    and at last of fewer dots until it is light."""
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    if file.tell() <= _LARGEST_PNG:
        return "png", file.getvalue(), image.size
    shrunk = image
    for quality, share in _COARSER:
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        shrunk = image if share == 1 else image.resize(size, Image.Resampling.LANCZOS)
        file = io.BytesIO()
        shrunk.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= _LARGEST_JPEG:
            break
    return "jpeg", file.getvalue(), shrunk.size
