"""Crockford's base 32, for codes that people read off paper and type.

No I, L, O and U, so no symbol is mistaken for another; each carries five bits.
"""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 5
_MISREAD = str.maketrans("OIL", "011")


def written(bits: int, length: int) -> str:
    """The lowest ``5 * length`` of ``bits`` as so many symbols, the highest first."""
    return "".join(
        ALPHABET[bits >> shift & 0b11111]
        for shift in range(BITS * (length - 1), -1, -5)
    )


def read_symbols(text: str, length: int) -> str | None:
    """``length`` symbols, whatever a hand or a phone made of them; None if not so many.

    Lower case, blanks and dashes anywhere, full-width symbols, O for 0, and I or L
    for 1 are put right.
    """
    symbols = "".join(
        symbol
        for symbol in unicodedata.normalize("NFKC", text)
        if not symbol.isspace() and unicodedata.category(symbol) != "Pd"
    )
    if len(symbols) != length or not symbols.isascii():
        return None
    symbols = symbols.upper().translate(_MISREAD)
    return symbols if set(symbols) <= set(ALPHABET) else None


def in_fours(symbols: str) -> str:
    return "-".join(symbols[at : at + 4] for at in range(0, len(symbols), 4))
