"""A device's own font in the measure of a brand's, so that nothing jumps when that one
arrives (CSS Fonts 5, ``size-adjust`` and the metric overrides)."""

from __future__ import annotations

from typing import Any

# Arial's advances, of 2048 units an em. Liberation Sans and Arimo share them; iOS and
# macOS have Arial too, and elsewhere the stack behind it is taken.
_ARIAL_EM = 2048
_ARIAL = {
    **dict.fromkeys("abdeghnopqu", 1139),
    **dict.fromkeys("ckvsxyz", 1024),
    **dict.fromkeys("ijl", 455),
    **dict.fromkeys("ft ", 569),
    "m": 1706,
    "r": 682,
    "w": 1479,
}
# How often letters stand in plain European text, in per mille; it need not be exact.
_OFTEN = {
    " ": 160,
    "e": 110,
    "a": 65,
    "n": 65,
    "i": 62,
    "r": 57,
    "t": 60,
    "s": 55,
    "o": 50,
    "l": 38,
    "d": 37,
    "u": 32,
    "c": 25,
    "m": 23,
    "p": 20,
    "h": 25,
    "g": 16,
    "b": 11,
    "v": 11,
    "f": 11,
    "k": 8,
    "z": 8,
    "w": 8,
    "y": 6,
    "j": 3,
    "q": 4,
    "x": 2,
}

Metrics = dict[str, float]


def metrics_of(font: Any) -> Metrics:
    """Per cent for the fallback's ``@font-face``, of a fontTools ``TTFont``."""
    em = font["head"].unitsPerEm
    names, advances = font.getBestCmap(), font["hmtx"].metrics
    own = sum(
        often * advances[names[ord(letter)]][0] / em for letter, often in _OFTEN.items()
    )
    arial = sum(often * _ARIAL[letter] / _ARIAL_EM for letter, often in _OFTEN.items())
    size = own / arial
    ascent, descent, gap = _line(font)
    return {
        "size-adjust": round(100 * size, 2),
        "ascent-override": round(100 * ascent / em / size, 2),
        "descent-override": round(100 * descent / em / size, 2),
        "line-gap-override": round(100 * gap / em / size, 2),
    }


def _line(font: Any) -> tuple[int, int, int]:
    """Ascent, descent and line gap as browsers read them."""
    table = font.get("OS/2")
    # Bit 7 of fsSelection: the typographic values are meant.
    if table is not None and table.fsSelection & 1 << 7:
        return table.sTypoAscender, -table.sTypoDescender, table.sTypoLineGap
    line = font["hhea"]
    return line.ascent, -line.descent, line.lineGap
