"""RMA numbers: a return's number for people, unguessable and hard to mistype.

Twelve symbols of Crockford's base 32 (no I, L, O, U): eleven random ones, 55 bits,
and a check symbol. Symbols are read as elements of GF(32) with the polynomial
x^5 + x^2 + 1; a number is right if, beginning at 1, multiplying by x and adding the
next symbol all along it ends in 0. That finds every single wrong symbol and every
swap of two symbols, adjacent or not, and keeps twelve zeros from being a number.
"""

from __future__ import annotations

from collections.abc import Callable

from retour_core.domain.errors import DomainError
from retour_core.domain.symbols import ALPHABET, in_fours, read_symbols

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LENGTH = 12
_RANDOM_BITS = 5 * (_LENGTH - 1)
_POLYNOMIAL = 0b100101


class InvalidRandomness(DomainError, ValueError):
    """The source of random bits gave something else than the bits it was asked for."""

    code = "invalid_randomness"


def new_rma_number(random_bits: Callable[[int], int]) -> str:
    """A new number, shown as ``XXXX-XXXX-XXXX``; the caller sees to its uniqueness.

    ``random_bits(n)`` answers a whole number from 0 to 2**n - 1: pass
    ``secrets.randbits`` in earnest, ``random.Random(7).getrandbits`` in a test. It is
    asked once, for 55 bits. Raises InvalidRandomness.
    """
    bits = random_bits(_RANDOM_BITS)
    if not isinstance(bits, int) or not 0 <= bits < 1 << _RANDOM_BITS:
        raise InvalidRandomness
    values = [bits >> shift & 0b11111 for shift in range(_RANDOM_BITS - 5, -1, -5)]
    check = _times_x(_residue(values))
    return in_fours("".join(ALPHABET[value] for value in [*values, check]))


def normalise_rma_number(text: str) -> str | None:
    """The number as ``new_rma_number`` shows it, or None if ``text`` is none.

    Lower case, blanks and dashes anywhere, full-width symbols, O for 0, and I or L
    for 1 are put right; a wrong check symbol is not.
    """
    symbols = read_symbols(text, _LENGTH)
    if symbols is None:
        return None
    if _residue([_VALUES[symbol] for symbol in symbols]) != 0:
        return None
    return in_fours(symbols)


def _residue(values: list[int]) -> int:
    residue = 1
    for value in values:
        residue = _times_x(residue) ^ value
    return residue


def _times_x(element: int) -> int:
    doubled = element << 1
    return doubled ^ _POLYNOMIAL if doubled > 0b11111 else doubled
