"""The code on a gift slip: twelve symbols of 60 random bits, enough alone."""

from __future__ import annotations

from collections.abc import Callable

from retour_core.domain.symbols import BITS, in_fours, read_symbols, written

_LENGTH = 12


def new_gift_code(random_bits: Callable[[int], int]) -> str:
    """``XXXX-XXXX-XXXX``; pass ``secrets.randbits`` in earnest."""
    return in_fours(written(random_bits(BITS * _LENGTH), _LENGTH))


def normalise_gift_code(text: str) -> str | None:
    """The code as ``new_gift_code`` shows it, or None if ``text`` cannot be one."""
    symbols = read_symbols(text, _LENGTH)
    return None if symbols is None else in_fours(symbols)
