"""How wide a line runs, reckoned beforehand: measuring it is what a label costs most.

A template measures only the lines that are not known to fit.
"""

from __future__ import annotations

from functools import cache, lru_cache

from PIL import ImageFont

from retour_core.labels.documents.printable import FONTS

# What Noto Sans sets letter after letter: Latin, Greek, Cyrillic, their punctuation.
_PLAIN = (range(0x20, 0x180), range(0x218, 0x21C), range(0x384, 0x460))
_SIGNS = frozenset("–—‘’“”„…€")
_UNITS = 1000
# Kerning that draws letters apart (“f’”), and signs wider in regular type (“_”).
_SPARE = 1.12


def width_in_em(line: str) -> float | None:
    """An upper bound in ems, whether printed in regular or bold type; ``None`` for
    letters of other scripts, which join and stack."""
    width = 0.0
    for character in line:
        advance = _advance(character)
        if advance is None:
            return None
        width += advance
    return round(width / _UNITS * _SPARE, 3)


@lru_cache(maxsize=4096)
def _advance(character: str) -> float | None:
    """In thousandths of an em."""
    return _bold().getlength(character) if _is_plain(character) else None


def _is_plain(character: str) -> bool:
    return character in _SIGNS or any(ord(character) in part for part in _PLAIN)


@cache
def _bold() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        FONTS / "NotoSans-Bold.ttf", _UNITS, layout_engine=ImageFont.Layout.BASIC
    )
