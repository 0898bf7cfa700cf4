"""A letter of captioned facts on A4: what a customer keeps as proof."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retour_core.labels.documents.captions import print_locale
from retour_core.labels.documents.compiler import compile_light_pdf
from retour_core.labels.documents.printable import is_right_to_left, printable

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LIMIT = 2000


@dataclass(frozen=True)
class LetterFact:
    caption: str
    values: Sequence[str]


@dataclass(frozen=True)
class LetterSum:
    """A row of a reckoning; a total stands below the others."""

    caption: str
    amount: str
    is_total: bool = False


@dataclass(frozen=True, kw_only=True)
class Letter:
    """All texts come in the reader's language; ``merchant`` is an address by lines.

    ``brand_colour`` is "#rrggbb"; anything else prints black.
    """

    brand_name: str
    brand_colour: str
    merchant: Sequence[str]
    title: str
    opening: str
    facts: Sequence[LetterFact]
    closing: str
    locale: str
    created_on: date
    sums: Sequence[LetterSum] = ()


def render_letter(letter: Letter) -> bytes:
    """A4 pages as PDF/A-2a and PDF/UA-1; the same letter gives the same bytes."""
    locale = print_locale(letter.locale)
    colour = letter.brand_colour
    inputs = {
        "locale": {"language": locale.language, "region": locale.territory},
        "colour": colour if _COLOUR.fullmatch(colour) else "#000000",
        "brand": _line(letter.brand_name),
        "merchant": [_line(line) for line in letter.merchant],
        "title": _line(letter.title)["text"],
        "opening": _line(letter.opening),
        "sums": [
            {"caption": _line(one.caption), "amount": _line(one.amount)}
            for one in letter.sums
        ],
        "totals": sum(one.is_total for one in letter.sums),
        "facts": [
            {
                "caption": _line(fact.caption),
                "values": [_line(value) for value in fact.values],
            }
            for fact in letter.facts
        ],
        "closing": _line(letter.closing),
    }
    return compile_light_pdf("letter", inputs, letter.created_on)


def _line(text: str) -> dict[str, object]:
    shown = printable(text, limit=_LIMIT)
    return {"text": shown, "rtl": is_right_to_left(shown)}
