"""Reading postal codes as people and spreadsheets write them."""

from __future__ import annotations

import re
import unicodedata

from retour_core.domain.postal.formats import Format, country_code, formats

# Capitals that look like Latin ones, left behind by a Greek or Cyrillic keyboard.
_LOOK_ALIKES = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХІЈЅԚԜ",
    "ABEZHIKMNOPTYXABEKMHOPCTYXIJSQW",
)
_MISREAD = {"O": "0", "I": "1", "L": "1"}
_FRONT_WORD = re.compile(r"[^A-Z0-9]*([A-Z]+)[^A-Z0-9]+(?=[A-Z0-9])")
_FLOAT = re.compile(r"[^A-Z0-9]*([0-9]+)\.0")
# One by habit and one of the code's own ("BB-BB23026").
_PREFIXES_AT_MOST = 2
_ARGENTINE = re.compile(r"([A-Z]?)([0-9]{4})([A-Z]{3})?")


def same_postal_code(country: str, a: str, b: str) -> bool:
    """Whether two people, or a person and a shop, mean the same postal code.

    ``country`` is ISO 3166-1 alpha-2 or alpha-3, in any case; for one not known here,
    only case, signs, accents and scripts are evened out. Part of a code (a British
    outward code, an Irish routing key, Dutch digits) is not the code, and an empty
    one matches nothing. It is weak evidence of who somebody is: throttle the question,
    and see ``has_postal_codes`` first.
    """
    key_a = normalise_postal_code(country, a)
    key_b = normalise_postal_code(country, b)
    if not key_a or not key_b:
        return False
    if country_code(country) == "AR":
        return key_a == key_b or _same_in_argentina(key_a, key_b)
    return key_a == key_b


def normalise_postal_code(country: str, text: str) -> str:
    """A key to store and compare, "" if nothing is left; not for printing.

    It holds what counts for ``same_postal_code``: no prefix, no sign, five digits of a
    US ZIP+4, four of a Portuguese code. What does not fit the country's shape is kept
    with signs removed. Equal keys match; in Argentina, where "1425" and "C1425DKE" are
    both in use, unequal ones may.
    """
    known = formats().get(country_code(country))
    written = _latin(text)
    if known is None:
        return "".join(symbol for symbol in written if symbol.isalnum())
    if known.numeric and (number := _FLOAT.fullmatch(written.strip())):
        written = number[1]
    code = _read(known, written)
    return _compact(written) if code is None else code[: known.keep]


def _latin(text: str) -> str:
    bare = "".join(
        symbol
        for symbol in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(symbol)
    )
    capitals = unicodedata.normalize("NFKC", bare).upper().translate(_LOOK_ALIKES)
    return "".join(
        str(unicodedata.decimal(symbol)) if symbol.isdecimal() else symbol
        for symbol in capitals
    )


def _compact(written: str) -> str:
    return "".join(re.findall(r"[A-Z0-9]+", written))


def _read(known: Format, written: str) -> str | None:
    """The code in the country's shape, or None if this is no code of that country.

    The order settles doubts: what fits as it stands is never touched, a prefix set
    apart ("I-00100") is a prefix, and an I that stands for 1 comes before a prefix
    written without a gap.
    """
    whole = _compact(written)
    if any(_fitted(shape, whole) == whole for shape in known.shapes):
        return whole
    readings = [_compact(_without_front_words(known, written)), whole]
    for _ in range(_PREFIXES_AT_MOST):
        readings += [rest for reading in readings for rest in _peeled(known, reading)]
    for reading in readings:
        if code := _best_fit(known, reading):
            return code
    if known.pads:
        for reading in readings:
            if code := _padded(known, reading):
                return code
    return None


def _without_front_words(known: Format, written: str) -> str:
    for _ in range(_PREFIXES_AT_MOST):
        word = _FRONT_WORD.match(written)
        if word and word[1] in known.prefixes:
            written = written[word.end() :]
    return written


def _peeled(known: Format, reading: str) -> list[str]:
    return [
        reading.removeprefix(prefix)
        for prefix in known.prefixes
        if reading.startswith(prefix)
    ]


def _best_fit(known: Format, reading: str) -> str | None:
    # With as few corrections as possible: "BLO 9AA" is BL0, not B10.
    fitted = [code for shape in known.shapes if (code := _fitted(shape, reading))]
    return min(fitted, key=lambda code: _differences(code, reading), default=None)


def _differences(code: str, reading: str) -> int:
    return sum(a != b for a, b in zip(code, reading, strict=True))


def _fitted(shape: str, reading: str) -> str | None:
    """``reading`` with O, I, L put right where digits stand; None if it cannot fit."""
    if len(shape) != len(reading):
        return None
    code = ""
    for place, symbol in zip(shape, reading, strict=True):
        digit = _MISREAD.get(symbol, symbol)
        if place in "9#":
            code += digit
        else:
            code += symbol
        fits = {"9": digit.isdigit(), "A": symbol.isalpha()}.get(place, True)
        if not fits:
            return None
    return code


def _padded(known: Format, reading: str) -> str | None:
    lengths = [len(shape) for shape in known.shapes if len(shape) >= len(reading)]
    # No zeros in front of a word: "Oil" is not 00011.
    if not lengths or not any(symbol.isdigit() for symbol in reading):
        return None
    length = min(lengths)
    return _fitted("9" * length, reading.rjust(length, "0"))


def _same_in_argentina(a: str, b: str) -> bool:
    parts_a, parts_b = _ARGENTINE.fullmatch(a), _ARGENTINE.fullmatch(b)
    if parts_a is None or parts_b is None:
        return False
    pairs = zip(parts_a.groups(), parts_b.groups(), strict=True)
    return all(x == y or not x or not y for x, y in pairs)
