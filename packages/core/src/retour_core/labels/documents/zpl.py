"""The label in ZPL II, for thermal printers on 4 by 6 inch paper."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal

from PIL import Image, ImageChops

from retour_core.labels.documents.barcodes import PRINTER_DPI, parcel_text
from retour_core.labels.documents.captions import print_locale
from retour_core.labels.documents.compiler import compile_png
from retour_core.labels.documents.data import LabelCode, LabelData
from retour_core.labels.documents.render import label_texts, square_symbol

# Module widths in dots: half a millimetre for the bars at either resolution.
_MODULE = {203: 4, 300: 6}
# Of an SSCC; a postal number's are as many.
_MODULES = 156
_LEFT, _WIDTH = 4.0, 93.0  # millimetres
# As high as type must be to be read: 6 points.
_LEAST = 6 * 25.4 / 72
# What a ^FH_ field escapes: ^, ~ and _ begin commands, formats and escapes.
_ESCAPED = re.compile(r"[^ -~]|[\^~_\\]")
# Printers' font 0 has Latin letters, Polish ones too; taken to end at U+017F.
_LAST_LATIN = 0x17F


def render_label_zpl(data: LabelData, dpi: Literal[203, 300] = 203) -> bytes:
    """One ZPL format in UTF-8 with the printer's own fonts, bars and QR.

    A line that its fonts lack or that is too long for them is sent as a graphic. No
    logo is printed: the brand's name is. The same data gives the same bytes. Raises
    InvalidLabelData.
    """
    return "".join(_commands(label_texts(data), data, dpi)).encode("ascii")


def graphic_label(image: Image.Image, dpi: int) -> bytes:
    """One ZPL format that prints ``image``, a page of 4 by 6 inches in black dots."""
    width, height = 4 * dpi, 6 * dpi
    start = f"^XA^PW{width}^LL{height}^LH0,0^FO0,0"
    picture = image.crop((0, 0, width, height))
    return f"{start}{_graphic_field(picture)}^PQ1^XZ\n".encode("ascii")


def _commands(inputs: dict[str, Any], data: LabelData, dpi: int) -> Iterator[str]:
    words = inputs["words"]
    draw = _Pen(dpi, print_locale(data.locale).language)
    yield f"^XA^CI28^PW{4 * dpi}^LL{6 * dpi}^LH0,0"
    yield draw.line(inputs["brand"], 4, 5, width=50)
    yield draw.words(words["return"], 58, 4, height=7, width=39)
    yield draw.line(inputs["service"], 58, 12, height=3.6, width=39)
    yield draw.rule(17)
    yield draw.words(words["from"], _LEFT, 19, height=2.6, width=26)
    yield draw.line(inputs["sender_phone"], 31, 19, height=2.6, width=36)
    yield from draw.block(inputs["sender"], 22.5, room=28, width=58)
    yield _square_code(draw, data)
    yield draw.rule(54)
    yield draw.words(words["to"], _LEFT, 56, height=2.6, width=26)
    yield draw.line(inputs["recipient_phone"], 31, 56, height=2.6, width=36)
    yield from draw.block(inputs["recipient"], 60, room=32, width=_WIDTH)
    yield draw.rule(94)
    x, shares = _LEFT, sum(fact["share"] for fact in inputs["facts"])
    for fact in inputs["facts"]:
        room = _WIDTH * fact["share"] / shares
        yield draw.words(fact["caption"], x, 96, height=2.4, width=room - 2)
        yield draw.line(fact, x, 99.5, height=4, width=room - 2)
        x += room
    yield draw.rule(106)
    yield from _parcel_code(draw, data.parcel_number)
    yield "^PQ1^XZ\n"


def _square_code(draw: _Pen, data: LabelData) -> str:
    symbol = square_symbol(data)
    # A 203 dpi module of 3, 4, 5, 6 dots is 4, 5, 7, 8 dots at 300: never wider.
    module = symbol.module_dots * draw.dpi // PRINTER_DPI
    start = f"^FO{draw.dots(68)},{draw.dots(24)}"
    if data.code is LabelCode.DATA_MATRIX:
        # “_1” is FNC1, which makes it GS1 DataMatrix.
        gs1 = "_100" if data.parcel_number.isdecimal() else ""
        return f"{start}^BXN,{module},200,,,,_^FD{gs1}{data.parcel_number}^FS"
    return f"{start}^BQN,2,{module}^FH_^FD{symbol.level}A,{_escaped(data.qr_text)}^FS"


def _parcel_code(draw: _Pen, number: str) -> Iterator[str]:
    module = _MODULE[draw.dpi]
    left = (4 * draw.dpi - _MODULES * module) // 2
    start = f"^FO{left},{draw.dots(109)}^BY{module}^BCN,{draw.dots(33)},N,N,N,"
    if number.isdecimal():
        # Mode D: the printer puts FNC1 for the brackets, which makes it GS1-128.
        yield f"{start}D^FD(00){number}^FS"
    else:
        # Letters in subset B, the last eight digits in pairs in C, the country in B.
        yield f"{start}N^FD>:{number[:3]}>5{number[3:11]}>6{number[11:]}^FS"
    yield draw.words(parcel_text(number), 24, 144, height=4.5)


class _Pen:
    """Fields at places in millimetres, on a printer of ``dpi`` dots an inch."""

    def __init__(self, dpi: int, language: str) -> None:
        self.dpi = dpi
        self._locale = {"language": language, "region": None}

    def dots(self, millimetres: float) -> int:
        return int(millimetres * self.dpi / 25.4)

    def rule(self, y: float) -> str:
        return f"^FO{self.dots(_LEFT)},{self.dots(y)}^GB{self.dots(_WIDTH)},3,3^FS"

    def words(
        self, text: str, x: float, y: float, *, height: float, width: float = _WIDTH
    ) -> str:
        return self.line({"text": text, "rtl": False}, x, y, height=height, width=width)

    def block(
        self, lines: list[dict[str, Any]], y: float, *, room: float, width: float
    ) -> Iterator[str]:
        """Lines below each other; one too long to be read if it were narrowed goes on
        in the next row."""
        rows = list(_rows(lines, width))
        pitch = min(room / max(len(rows), 1), 6)
        for number, row in enumerate(rows):
            top = y + number * pitch
            yield self.line(row, _LEFT, top, height=pitch * 0.8, width=width)

    def line(
        self,
        line: dict[str, Any],
        x: float,
        y: float,
        *,
        height: float = 6,
        width: float = _WIDTH,
    ) -> str:
        text = line["text"]
        if not text:
            return ""
        place = f"^FO{self.dots(x)},{self.dots(y)}"
        if not _is_latin(text):
            return place + self._graphic(line, height, width)
        size = min(height, width / _ems(text))
        if size < height / 2:
            return place + self._graphic(line, height, width)
        return f"{place}^A0N,{self.dots(size)}^FH_^FD{_escaped(text)}^FS"

    def _graphic(self, line: dict[str, Any], height: float, width: float) -> str:
        shown = {"text": line["text"], "rtl": line["rtl"]}
        inputs = {
            "locale": self._locale,
            "line": shown,
            "width": width,
            "height": height,
        }
        png = compile_png("line", inputs, self.dpi)
        return _graphic_field(Image.open(io.BytesIO(png)))


def _rows(lines: list[dict[str, Any]], width: float) -> Iterator[dict[str, Any]]:
    """Of words in the printer's letters; other lines are graphics, whole."""
    most = width / _LEAST
    for line in lines:
        row = ""
        words = line["text"].split(" ") if _is_latin(line["text"]) else []
        for piece in (piece for word in words for piece in _pieces(word, most)):
            longer = f"{row} {piece}".lstrip()
            if row and _ems(longer) > most:
                yield line | {"text": row}
                longer = piece
            row = longer
        yield line | {"text": row or line["text"]}


def _pieces(word: str, most: float) -> Iterator[str]:
    """The word, broken anywhere if it is wider than ``most`` ems by itself."""
    while _ems(word) > most:
        end = max(end for end in range(1, len(word)) if _ems(word[:end]) <= most)
        yield word[:end]
        word = word[end:]
    yield word


def _is_latin(text: str) -> bool:
    return ord(max(text)) <= _LAST_LATIN


@lru_cache(maxsize=4096)
def _ems(text: str) -> float:
    """The width in type heights, guessed high: font 0 is a condensed face."""
    return sum(
        1.0 if letter in "WM@%mwŴŵŒœÆæ" else 0.75 if letter.isupper() else 0.62
        for letter in text
    )


def _graphic_field(image: Image.Image) -> str:
    """The ink of ``image`` as ^GFA in Z64: deflate, base64 and a CRC-16 of that."""
    black = ImageChops.invert(image.convert("L")).point(
        lambda ink: 255 if ink > 127 else 0, "1"
    )
    ink = black.getbbox()
    if ink is None:
        return "^FS"
    black = black.crop((0, 0, ink[2], ink[3]))
    row = (black.width + 7) // 8
    packed = base64.b64encode(zlib.compress(black.tobytes(), 9))
    total = row * black.height
    crc = binascii.crc_hqx(packed, 0)
    return f"^GFA,{total},{total},{row},:Z64:{packed.decode()}:{crc:04X}^FS"


def _escaped(text: str) -> str:
    """``text`` for a ^FH_ field: nothing in it can begin a command."""
    return _ESCAPED.sub(
        lambda found: "".join(f"_{byte:02X}" for byte in found[0].encode()), text
    )
