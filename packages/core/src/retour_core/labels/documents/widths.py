"""How wide lines run, reckoned beforehand: measuring them is what a label costs most.

A template measures only where it is not known what fits.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from PIL import ImageFont

from retour_core.labels.documents.printable import FONTS

# What Noto Sans sets letter after letter: Latin, Greek, Cyrillic, their punctuation.
_PLAIN = (range(0x20, 0x180), range(0x218, 0x21C), range(0x384, 0x460))
_SIGNS = frozenset("–—‘’“”„…€")
_UNITS = 1000
# For kerning that draws letters apart (“f’”), and signs wider in regular type (“_”).
_SPARE = 1.12
# These are never drawn apart; of them only “G” is wider in regular type, by a hair.
_EVEN = re.compile(r"(?!.*([AE]J|TT))[0-9A-Za-z .,/-]*")
_EVEN_SPARE = 1.006


def words_in_em(line: str) -> list[float] | None:
    """Upper bounds as of :func:`width_in_em`, one for each word between spaces."""
    widths = [width_in_em(word) for word in line.split(" ")]
    known = [width for width in widths if width is not None]
    return known if len(known) == len(widths) else None


def width_in_em(line: str) -> float | None:
    """An upper bound in ems, whether printed in regular or bold type; ``None`` for
    letters of other scripts, which join and stack."""
    width = 0.0
    for character in line:
        advance = _advance(character)
        if advance is None:
            return None
        width += advance
    spare = _EVEN_SPARE if _EVEN.fullmatch(line) else _SPARE
    return round(width / _UNITS * spare, 3)


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
