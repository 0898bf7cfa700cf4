"""The slip that a customer puts into the parcel, for whoever opens it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from retour_core.labels.documents.barcodes import DOT_MM, qr_symbol
from retour_core.labels.documents.captions import print_locale
from retour_core.labels.documents.compiler import compile_light_pdf
from retour_core.labels.documents.data import LabelAddress, SlipLine
from retour_core.labels.documents.lines import contact_lines, printed_line
from retour_core.labels.documents.printable import printable
from retour_core.labels.documents.render import logo_input

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_QR_ROOM_MM = 27.0
# Where on the sheet the room for a label begins, in printer dots, whole ones as bars
# are to stand on them.
ROOM_LEFT_DOTS = 96
ROOM_TOP_DOTS = 136


@dataclass(frozen=True, kw_only=True)
class ParcelSlipWords:
    """The printed words, in the reader's language."""

    title: str
    order: str
    rma: str
    quantity: str
    item: str
    sku: str
    reason: str
    send_to: str
    how_to: str
    steps: Sequence[str]
    cut: str
    label_alt: str
    qr_alt: str


@dataclass(frozen=True, kw_only=True)
class ParcelSlip:
    """One return's slip. ``scanned`` is what its QR says, ``recipient`` where the
    parcel goes, None where that is told by whoever takes it.

    ``logo`` and ``brand_colour`` are as in ``LabelData``.
    """

    brand_name: str
    brand_colour: str
    logo: bytes | None
    recipient: LabelAddress | None
    order_number: str
    rma_number: str
    scanned: str
    lines: Sequence[SlipLine]
    words: ParcelSlipWords
    locale: str
    created_on: date


@dataclass(frozen=True)
class LabelRoom:
    """In millimetres; it begins at ``ROOM_LEFT_DOTS``, ``ROOM_TOP_DOTS``."""

    width: float
    height: float


def render_parcel_slip(slip: ParcelSlip, room: LabelRoom | None = None) -> bytes:
    """A4, with a room to draw a label into if asked for; PDF/A-2a and PDF/UA-1.

    The same slip gives the same bytes.
    """
    locale = print_locale(slip.locale)
    words, colour = slip.words, slip.brand_colour
    width, height = (room.width, room.height) if room else (0, 0)
    inputs = {
        "locale": {"language": locale.language, "region": locale.territory},
        "title": f"{words.title} {printable(slip.rma_number)}",
        "dot_mm": DOT_MM,
        "has_label": room is not None,
        "room": {
            "left": ROOM_LEFT_DOTS,
            "top": ROOM_TOP_DOTS,
            "width": width,
            "height": height,
        },
        "words": {
            "title": words.title,
            "quantity": words.quantity,
            "item": words.item,
            "sku": words.sku,
            "reason": words.reason,
            "send_to": words.send_to,
            "how_to": words.how_to,
            "cut": words.cut,
            "label_alt": words.label_alt,
        },
        "brand": printed_line(slip.brand_name),
        "colour": colour if _COLOUR.fullmatch(colour) else "#000000",
        "logo": logo_input(slip.logo, printable(slip.brand_name)),
        "facts": [
            {"caption": words.rma, **printed_line(slip.rma_number)},
            {"caption": words.order, **printed_line(slip.order_number)},
        ],
        "recipient": contact_lines(slip.recipient, locale) if slip.recipient else [],
        "steps": [printed_line(step, limit=300) for step in words.steps],
        "lines": [_line(line) for line in slip.lines],
        "qr": _qr(slip),
    }
    return compile_light_pdf("parcel", inputs, slip.created_on)


def _line(line: SlipLine) -> dict[str, Any]:
    return {
        "quantity": str(line.quantity),
        "title": printed_line(line.title, limit=200),
        "sku": printed_line(line.sku, limit=60),
        "reason": printed_line(line.reason, limit=200),
    }


def _qr(slip: ParcelSlip) -> dict[str, Any]:
    symbol = qr_symbol(slip.scanned, room_mm=_QR_ROOM_MM)
    return {
        "svg": symbol.svg,
        "width_dots": symbol.width_dots,
        "room_mm": _QR_ROOM_MM,
        "alt": slip.words.qr_alt.format(number=printable(slip.rma_number)),
    }
