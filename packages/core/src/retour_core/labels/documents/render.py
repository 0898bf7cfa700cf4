"""Label data turned into what the templates print."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from PIL import Image

from retour_core.domain.written_dates import date_locale
from retour_core.labels.documents.barcodes import (
    DOT_MM,
    PRINTER_DPI,
    Symbol,
    matrix_symbol,
    parcel_symbol,
    parcel_text,
    qr_symbol,
)
from retour_core.labels.documents.captions import capitals, captions, print_locale
from retour_core.labels.documents.compiler import (
    compile_light_pdf,
    compile_pdf,
    compile_png,
)
from retour_core.labels.documents.data import (
    LabelCode,
    LabelData,
    LabelPaper,
    LabelSheet,
    SlipLine,
)
from retour_core.labels.documents.lines import (
    address_lines,
    phone_line,
    printed_line,
    written_country,
)
from retour_core.labels.documents.logo import ROOM_MM, printable_logo
from retour_core.labels.documents.printable import printable
from retour_core.labels.documents.widths import width_in_em

SQUARE_ROOM_MM = 27.0
# The row of order, number, date and weight, as in label.typ.
FACTS_MM, FACTS_GAP_MM = 97.0, 3.0
# Type of 6.5 points, and a hair.
_LEAST_CAPTION_MM = 6.51 * 25.4 / 72
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def render_label(data: LabelData, paper: LabelPaper = LabelPaper.A6) -> bytes:
    """The label as a PDF of one page, PDF/A-2a and PDF/UA-1.

    The same data gives the same bytes. Raises InvalidLabelData.
    """
    return compile_pdf(paper, label_inputs(data), data.created_on)


def render_labels(
    labels: Sequence[LabelData], paper: LabelPaper = LabelPaper.A6
) -> bytes:
    """Labels in one PDF, a page each, compiled at once: several times as fast as one
    by one. There is at least one; the document is dated by the newest.

    The same data gives the same bytes. Raises InvalidLabelData.
    """
    inputs = [label_inputs(data) for data in labels]
    many = {
        "title": inputs[0]["words"]["title"],
        "locale": inputs[0]["locale"],
        "paper": paper.value,
        "dot_mm": DOT_MM,
        "labels": inputs,
    }
    return compile_pdf("many", many, max(data.created_on for data in labels))


def render_label_sheet(
    data: LabelData, lines: Sequence[SlipLine], steps: Sequence[str]
) -> bytes:
    """A4 pages: the label to cut out, ``steps`` beside it, the packing slip below.

    A slip too long for the page goes on overleaf. Raises InvalidLabelData.
    """
    return render_label_sheets([LabelSheet(data, lines, steps)])


def render_label_sheets(sheets: Sequence[LabelSheet]) -> bytes:
    """The same for several, each from a new page on, as ``render_labels`` does it."""
    inputs = [_sheet(sheet) for sheet in sheets]
    first = inputs[0]
    title = first["title"] if len(inputs) == 1 else first["words"]["title"]
    many = {"title": title, "locale": first["locale"], "sheets": inputs}
    return compile_light_pdf("sheet", many, max(one.label.created_on for one in sheets))


def _sheet(sheet: LabelSheet) -> dict[str, Any]:
    return label_inputs(sheet.label) | {
        "steps": [printed_line(step, limit=300) for step in sheet.steps],
        "slip": [
            {
                "quantity": str(line.quantity),
                "title": printed_line(line.title, limit=200),
                "sku": printed_line(line.sku, limit=60),
                "reason": printed_line(line.reason, limit=200),
            }
            for line in sheet.lines
        ],
    }


def render_label_png(
    data: LabelData, dpi: int = PRINTER_DPI, paper: LabelPaper = LabelPaper.A6
) -> bytes:
    """The label as a PNG in colour, at the printer's dots an inch; no alpha. It says
    how many those are, so that it is printed in its size."""
    drawn = Image.open(io.BytesIO(compile_png(paper, label_inputs(data), dpi)))
    file = io.BytesIO()
    drawn.convert("RGB").save(file, "PNG", dpi=(dpi, dpi), optimize=True)
    return file.getvalue()


def label_inputs(data: LabelData) -> dict[str, Any]:
    """What the templates print: texts, logo and codes."""
    texts = label_texts(data)
    words = texts["words"]
    alt = words["logo_alt"].format(brand=printable(data.brand_name))
    codes = {"parcel": _parcel(data, words), "square": _square(data, words)}
    return texts | codes | {"logo": logo_input(data.logo, alt), "dot_mm": DOT_MM}


def label_texts(data: LabelData) -> dict[str, Any]:
    """Each line made printable and its direction known."""
    locale = print_locale(data.locale)
    words = captions(locale)
    colour = data.brand_colour
    return {
        "locale": {"language": locale.language, "region": locale.territory},
        "words": words,
        # What stands in a box of its own keeps to it in every language.
        "headings": {
            "return": printed_line(words["return"]),
            "from": printed_line(capitals(words["from"], locale)),
            "to": printed_line(capitals(words["to"], locale)),
        },
        "title": f"{words['title']} {printable(data.rma_number)}",
        "brand": printed_line(data.brand_name),
        "colour": colour if _COLOUR.fullmatch(colour) else "#000000",
        "service": printed_line(data.service),
        "sender": address_lines(data.sender, locale),
        "sender_phone": phone_line(data.sender),
        "recipient": address_lines(data.recipient, locale),
        "recipient_phone": phone_line(data.recipient),
        "recipient_country": printed_line(
            written_country(data.recipient.country, locale)
        ),
        "facts": _facts(data, locale, words),
    }


def _facts(
    data: LabelData, locale: Locale, words: dict[str, str]
) -> list[dict[str, Any]]:
    facts = [
        {"caption": words["order"], "share": 36, **printed_line(data.order_number)},
        {"caption": words["rma"], "share": 39, **printed_line(data.rma_number)},
        {
            "caption": words["date"],
            "share": 22,
            **printed_line(
                format_date(data.created_on, "medium", date_locale(str(locale)))
            ),
        },
    ]
    if data.weight_grams is not None:
        kilograms = format_decimal(data.weight_grams / 1000, "0.###", locale)
        facts.append(
            {"caption": words["weight"], "share": 16, **printed_line(f"{kilograms} kg")}
        )
    for fact in facts:
        fact["heading"] = printed_line(capitals(str(fact["caption"]), locale))
    return _with_room_for_captions(facts)


def _with_room_for_captions(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Shares in millimetres, so that no caption is printed too small to be read: what
    one lacks is taken from what the others have to spare."""
    room = FACTS_MM - FACTS_GAP_MM * (len(facts) - 1)
    total = sum(fact["share"] for fact in facts)
    shares = [room * fact["share"] / total for fact in facts]
    needs = [
        (width_in_em(fact["heading"]["text"]) or 0) * _LEAST_CAPTION_MM
        for fact in facts
    ]
    pairs = list(zip(shares, needs, strict=True))
    lacking = sum(max(need - share, 0) for share, need in pairs)
    spare = sum(max(share - need, 0) for share, need in pairs)
    taken = min(lacking / spare, 1) if spare else 0
    return [
        fact | {"share": max(share, need) - taken * max(share - need, 0)}
        for fact, (share, need) in zip(facts, pairs, strict=True)
    ]


def logo_input(content: bytes | None, alt: str) -> dict[str, Any] | None:
    logo = printable_logo(content) if content else None
    if logo is None:
        return None
    return {
        "svg": logo.svg,
        "alt": alt,
        "width": logo.width_mm,
        "height": logo.height_mm,
        "room": ROOM_MM,
    }


def _parcel(data: LabelData, words: dict[str, str]) -> dict[str, Any]:
    symbol = parcel_symbol(data.parcel_number)
    return {
        "svg": symbol.svg,
        "width_dots": symbol.width_dots,
        "text": parcel_text(data.parcel_number),
        "alt": words["parcel_alt"].format(number=data.parcel_number),
    }


def square_symbol(data: LabelData) -> Symbol:
    """The QR or the Data Matrix. Raises InvalidLabelData."""
    if data.code is LabelCode.DATA_MATRIX:
        return matrix_symbol(data.parcel_number, room_mm=SQUARE_ROOM_MM)
    return qr_symbol(data.qr_text, room_mm=SQUARE_ROOM_MM)


def square_caption(data: LabelData, words: dict[str, str]) -> str:
    return words["book_in" if data.code is LabelCode.DATA_MATRIX else "track"]


def _square(data: LabelData, words: dict[str, str]) -> dict[str, Any]:
    symbol = square_symbol(data)
    if data.code is LabelCode.DATA_MATRIX:
        alt = words["matrix_alt"].format(number=data.parcel_number)
    else:
        alt = words["qr_alt"].format(url=printable(data.qr_text, limit=300))
    return {
        "svg": symbol.svg,
        "width_dots": symbol.width_dots,
        "alt": alt,
        "heading": printed_line(
            capitals(square_caption(data, words), print_locale(data.locale))
        ),
    }
