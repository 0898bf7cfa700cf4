"""A font for tests: every letter the same box, but for those that shall weigh."""

from __future__ import annotations

import io
import random
import string
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

LETTERS = string.ascii_letters + string.digits + string.punctuation + " éΩЖ"
EM = 1000


def tiny_font(
    *,
    letters: str = LETTERS,
    rights: int = 0,
    width: int = 500,
    flavor: str = "",
    heavy: Mapping[str, int] = MappingProxyType({}),
) -> bytes:
    """TTF, or WOFF and WOFF2 by ``flavor``; ``rights`` are OS/2's fsType, ``heavy`` the
    points of letters that have no pattern to be made small by."""
    names = {ord(letter): f"u{ord(letter):04X}" for letter in letters}
    order = [".notdef", *names.values()]
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    heavies = {names[ord(one)]: _noise(points) for one, points in heavy.items()}
    builder.setupGlyf(dict.fromkeys(order, _box()) | heavies)
    builder.setupHorizontalMetrics(dict.fromkeys(order, (width, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Tiny", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, fsType=rights)
    builder.setupPost()
    builder.font.flavor = flavor or None
    written = io.BytesIO()
    builder.font.save(written)
    return written.getvalue()


def _box() -> Any:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 700))
    pen.lineTo((400, 700))
    pen.lineTo((400, 0))
    pen.closePath()
    return pen.glyph()


def _noise(points: int) -> Any:
    chance = random.Random(points)
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for _point in range(points):
        pen.lineTo((chance.randrange(EM), chance.randrange(EM)))
    pen.closePath()
    return pen.glyph()
