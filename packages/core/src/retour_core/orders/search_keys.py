"""What orders are searched by: folded the same when it is written and when it is read.

A key is compared from its beginning only, which an index does; so what people begin
with in the middle (a surname, the digits of “NW-1001”) has a key of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 100
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_WORDS = re.compile(r"[^\W_]+")
_LAST_DIGITS = re.compile(r"([0-9]+)[^0-9]*$")


@lru_cache(maxsize=10_000)
def code_key(code: str) -> str:
    """A number, postal code or SKU as people mean it: letters and digits, upper case.

    Empty where it has neither.
    """
    if not code.isascii():
        code = unicodedata.normalize("NFKC", code)
    return "".join(filter(str.isalnum, code.upper()))[:LONGEST]


def number_end(number: str) -> str:
    """The last digits of a number without leading zeros; empty if it is all digits.

    Customers leave out what the shop put before them: “NW-00017” is found by 17.
    """
    found = _LAST_DIGITS.search(number)
    if found is None or found[1] == code_key(number):
        return ""
    return found[1].lstrip("0")[:LONGEST]


def email_key(email: str) -> str:
    """Without case; nothing of a text no address is written in."""
    key = email.strip().casefold()[:LONGEST]
    return key if key.isprintable() else ""


def name_key(name: str) -> str:
    """The words of a name without accents, signs and case, one blank between them."""
    return " ".join(_words(name))[:LONGEST]


def name_keys(name: str) -> tuple[str, str, str]:
    """The name beginning with its first word, its last, the longest of the others.

    The words before come after: “Anna Berg” is found as “Berg, Anna”, too. Empty
    strings where there are fewer words.
    """
    words = _words(name)
    if len(words) < 2:
        return " ".join(words)[:LONGEST], "", ""
    last = len(words) - 1
    third = max(range(1, last), key=lambda i: len(words[i]), default=0)
    return (
        _from(words, 0),
        _from(words, last),
        _from(words, third) if third else "",
    )


def _from(words: list[str], start: int) -> str:
    return " ".join([*words[start:], *words[:start]])[:LONGEST]


def _words(name: str) -> list[str]:
    text = name.translate(_APOSTROPHES).casefold()
    if not text.isascii():
        taken_apart = unicodedata.normalize("NFKD", text).casefold()
        plain = "".join(c for c in taken_apart if not unicodedata.combining(c))
        text = plain.translate(_LETTERS)
    return _WORDS.findall(text)
