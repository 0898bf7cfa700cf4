"""The scripts that the portal's languages are written in, each a file of its own: a
browser fetches those whose letters are on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Ranges = tuple[tuple[int, int], ...]

SCRIPTS: Mapping[str, Ranges] = {
    # English and most of western Europe, with quotation marks, dashes, arrows and the
    # euro.
    "latin": (
        *((0x20, 0x7E), (0xA0, 0xFF), (0x131, 0x131), (0x152, 0x153)),
        *((0x2BB, 0x2BC), (0x2C6, 0x2C6), (0x2DA, 0x2DA), (0x2DC, 0x2DC)),
        *((0x2000, 0x206F), (0x20AC, 0x20AC), (0x2122, 0x2122), (0x2190, 0x2193)),
        *((0x2212, 0x2212), (0x2215, 0x2215), (0xFFFD, 0xFFFD)),
    ),
    # What the portal's other Latin languages need, and no more: it counts in bytes.
    "latin-ext": (
        *((0x100, 0x130), (0x132, 0x151), (0x154, 0x17F), (0x218, 0x21B)),
        (0x1E9E, 0x1E9E),
    ),
    "greek": ((0x384, 0x3CE),),
    "cyrillic": ((0x400, 0x45F), (0x490, 0x491), (0x2116, 0x2116)),
}
# Without its part of these, words would be set in two fonts.
WANTED = ("latin", "latin-ext")
# Whoever lacks one of these cannot write a page of the portal.
NEEDED = frozenset(map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
NEEDED |= frozenset(map(ord, "0123456789 .,-:"))


def letters_of(script: str, known: Iterable[int]) -> set[int]:
    """Of the characters that a font has, those of this script."""
    ranges = SCRIPTS[script]
    return {
        code for code in known if any(first <= code <= last for first, last in ranges)
    }


def css_range(script: str) -> str:
    """As ``unicode-range`` wants it."""
    return ",".join(
        f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}"
        for first, last in SCRIPTS[script]
    )
