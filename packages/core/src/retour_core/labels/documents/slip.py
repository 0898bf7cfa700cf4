"""The packing slip that travels to the customer, with the way back on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from babel.dates import format_date

from retour_core.domain.written_dates import date_locale
from retour_core.labels.documents.barcodes import DOT_MM, qr_symbol
from retour_core.labels.documents.captions import print_locale
from retour_core.labels.documents.compiler import compile_light_pdf
from retour_core.labels.documents.data import LabelAddress, SlipLine
from retour_core.labels.documents.lines import contact_lines, printed_line
from retour_core.labels.documents.printable import printable
from retour_core.labels.documents.render import logo_input

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_QR_ROOM_MM = {"a4": 42.0, "a6": 34.0}
# A6 is one page, and what is on it is to be read; A4 goes on overleaf.
_A6_LINES, _A6_GIFT_LINES = 6, 4
_TITLE_LIMIT = {"a4": 160, "a6": 56}
# Of scripts whose letters are as wide as they are high.
_A6_BROAD_LIMIT = 32


class SlipPaper(StrEnum):
    A4 = "a4"
    A6 = "a6"


@dataclass(frozen=True, kw_only=True)
class SlipWords:
    """The printed words, in the reader's language; ``more`` takes ``{count}``."""

    title: str
    order: str
    date: str
    ship_to: str
    quantity: str
    item: str
    sku: str
    how_to: str
    steps: Sequence[str]
    more: str
    qr_alt: str
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class PackingSlip:
    """One order's slip; it names no prices, so that it may lie in a present.

    ``url`` opens the order in the portal, ``short_url`` is what is typed by hand, and
    ``code`` after it where there is one. No ``recipient``: nobody is named.
    ``logo`` and ``brand_colour`` are as in ``LabelData``.
    """

    brand_name: str
    brand_colour: str
    logo: bytes | None
    recipient: LabelAddress | None
    order_number: str
    ordered_on: date
    lines: Sequence[SlipLine]
    url: str
    short_url: str
    words: SlipWords
    locale: str
    code: str = ""


def render_slips(slips: Sequence[PackingSlip], paper: SlipPaper) -> bytes:
    """All in one PDF, each from a new page on; PDF/A-2a and PDF/UA-1.

    At least one. The same slips give the same bytes. Raises InvalidLabelData for a
    link too long for a QR.
    """
    first = slips[0]
    locale = print_locale(first.locale)
    inputs = {
        "paper": paper.value,
        "dot_mm": DOT_MM,
        "title": printable(f"{first.words.title} {first.order_number}"),
        # Typst wants a face's language at the top; each slip sets its own again.
        "locale": {"language": locale.language, "region": locale.territory},
        "slips": [_slip(slip, paper) for slip in slips],
    }
    return compile_light_pdf("slip", inputs, first.ordered_on)


def _slip(slip: PackingSlip, paper: SlipPaper) -> dict[str, Any]:
    locale = print_locale(slip.locale)
    words, colour = slip.words, slip.brand_colour
    is_a4 = paper is SlipPaper.A4
    shown, left_out = _fitting(slip, paper)
    symbol = qr_symbol(slip.url, room_mm=_QR_ROOM_MM[paper])
    alt = words.qr_alt.format(order=printable(slip.order_number))
    return {
        "locale": {"language": locale.language, "region": locale.territory},
        "brand": printed_line(slip.brand_name),
        "colour": colour if _COLOUR.fullmatch(colour) else "#000000",
        "logo": logo_input(slip.logo, printable(slip.brand_name)),
        "recipient": contact_lines(slip.recipient, locale) if slip.recipient else [],
        "facts": [
            {"caption": words.order, **printed_line(slip.order_number)},
            {
                "caption": words.date,
                **printed_line(
                    format_date(slip.ordered_on, "medium", date_locale(str(locale)))
                ),
            },
        ],
        "ship_to": words.ship_to,
        "heading": words.title,
        "columns": [words.quantity, words.item, words.sku],
        "lines": [
            {
                "quantity": str(line.quantity),
                "title": _title(line.title, paper),
                "sku": printed_line(line.sku, limit=40 if is_a4 else 24),
            }
            for line in shown
        ],
        "more": words.more.format(count=left_out) if left_out else "",
        "how_to": words.how_to,
        "steps": [printed_line(step, limit=300) for step in words.steps],
        "short_url": printable(slip.short_url, limit=120),
        "code": {"caption": words.code, "text": slip.code},
        "qr": {
            "svg": symbol.svg,
            "width_dots": symbol.width_dots,
            "room_mm": _QR_ROOM_MM[paper],
            "alt": alt,
        },
    }


def _title(title: str, paper: SlipPaper) -> dict[str, Any]:
    line = printed_line(title, limit=_TITLE_LIMIT[paper])
    is_broad = line["words"] is None
    if is_broad and paper is SlipPaper.A6:
        return printed_line(title, limit=_A6_BROAD_LIMIT)
    return line


def _fitting(slip: PackingSlip, paper: SlipPaper) -> tuple[Sequence[SlipLine], int]:
    """The lines there is room for, and how many units are not among them."""
    lines, room = slip.lines, _A6_GIFT_LINES if slip.code else _A6_LINES
    if paper is SlipPaper.A4 or len(lines) <= room:
        return lines, 0
    rest = lines[room - 1 :]
    return lines[: room - 1], sum(line.quantity for line in rest)
