"""Text made fit for the vendored fonts: no control characters, no empty boxes."""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from anyascii import anyascii

FONTS = Path(__file__).parent / "fonts"
# Joiners that Arabic and Persian spelling needs; other invisible characters (bidi
# overrides among them) could make an address read as another one.
_KEPT_INVISIBLE = frozenset("\u200c\u200d")
# What is left of them where the signs that they joined are not printed.
_JOINS_NOTHING = re.compile("(?<!\\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\\S)")


@lru_cache(maxsize=4096)
def printable(text: str, *, limit: int = 90) -> str:
    """One line of ``text``, at most ``limit`` characters, that our fonts can print.

    A character no font has is replaced by its plain form ("𝐀" by "A"), else a letter
    by how it is spelled in Latin ("अदिति" becomes "aditi"); failing that by "?", and a
    sign such as an emoji by nothing.
    """
    normal = unicodedata.normalize("NFC", text)
    if not (normal.isascii() and normal.isprintable()):
        shown = "".join(_shown(character) for character in normal)
        normal = _JOINS_NOTHING.sub("", shown)
    line = " ".join(normal.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def is_right_to_left(line: str) -> bool:
    """Whether the first letter that has a direction runs from the right."""
    for character in line:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Cs"}:
        return character if character in _KEPT_INVISIBLE else ""
    if ord(character) in _covered():
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain and all(ord(part) in _covered() for part in plain):
        return plain
    if category[0] in "LMN":
        return anyascii(character) or ("" if category[0] == "M" else "?")
    return ""


@cache
def _covered() -> frozenset[int]:
    """The code points for which some vendored font has a glyph."""
    covered: set[int] = set()
    for path in sorted(FONTS.glob("*.[ot]tf")):
        if path.stem.endswith("-Bold"):
            continue  # the same repertoire as its regular
        covered |= _code_points(path.read_bytes())
    return frozenset(covered)


def _code_points(font: bytes) -> set[int]:
    """What a font file's cmap maps (OpenType 1.9, cmap, formats 4 and 12)."""
    found: set[int] = set()
    start = _table_offset(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for record in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * record + 4)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == 4:
            found |= _format_4(font, start + offset)
        elif kind == 12:
            found |= _format_12(font, start + offset)
    return found


def _table_offset(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for record in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * record)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no {tag.decode()} table")


def _format_4(font: bytes, start: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    segments = doubled // 2
    ends = struct.unpack_from(f">{segments}H", font, start + 14)
    at = start + 16 + doubled
    starts = struct.unpack_from(f">{segments}H", font, at)
    deltas = struct.unpack_from(f">{segments}H", font, at + doubled)
    offsets = struct.unpack_from(f">{segments}H", font, at + 2 * doubled)
    found: set[int] = set()
    for index in range(segments):
        for code in range(starts[index], min(ends[index], 0xFFFE) + 1):
            glyph = code
            if offsets[index]:
                place = at + 2 * doubled + 2 * index + offsets[index]
                place += 2 * (code - starts[index])
                (glyph,) = struct.unpack_from(">H", font, place)
            if (offsets[index] == 0 or glyph) and (glyph + deltas[index]) % 65536:
                found.add(code)
    return found


def _format_12(font: bytes, start: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", font, start + 12)
    found: set[int] = set()
    for group in range(groups):
        first, last, glyph = struct.unpack_from(">3I", font, start + 16 + 12 * group)
        found |= set(range(first if glyph else first + 1, last + 1))
    return found
