"""Whatever is printed is read back as a thermal printer leaves it: 203 dots an inch,
each black or white. A document added without saying what it holds fails here."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pikepdf
import pytest
from PIL import Image

from retour_core.domain.customs import CustomsForm
from retour_core.labels import documents
from retour_core.labels.documents import (
    Decoded,
    LabelCode,
    LabelPaper,
    LabelSheet,
    decode,
    render_label,
    render_label_png,
    render_label_sheet,
    render_label_sheets,
    render_label_zpl,
    render_labels,
)
from retour_core.labels.documents.customs import render_declaration, render_invoice
from retour_core.labels.documents.letter import Letter, render_letter
from retour_core.labels.documents.slip import SlipPaper, render_slips
from retour_core.labels.placing import A4, A6, INCHES_4X6, place, place_as_zpl
from tests.core.labels.archivable import breaches
from tests.core.labels.carrier_samples import carriers_pdf
from tests.core.labels.label_samples import LABEL, S10, SSCC, URL, everywhere, printed
from tests.core.labels.slip_samples import PARCEL_SLIP, on_sheet, rendered
from tests.core.labels.test_customs_document import PAPERS
from tests.core.labels.test_packing_slip import SLIP
from tests.core.labels.test_packing_slip import URL as SLIP_URL
from tests.core.labels.zpl_printer import printed_zpl

POSTAL, POST = replace(LABEL, parcel_number=S10), Decoded("]C0", S10)
RMA = Decoded("]Q1", PARCEL_SLIP.scanned)
PARCEL, LINK = Decoded("]C1", f"(00){SSCC}"), Decoded("]Q1", URL)
MATRIX = replace(LABEL, code=LabelCode.DATA_MATRIX)
POSTAL_MATRIX = replace(MATRIX, parcel_number=S10)
GS1_MATRIX, PLAIN_MATRIX = Decoded("]d2", f"(00){SSCC}"), Decoded("]d1", S10)
LETTER = Letter(
    brand_name="Nordlicht",
    brand_colour="#2a6f97",
    merchant=["Am Hafen 27"],
    title="Acknowledgement",
    opening="We have received it.",
    facts=[],
    closing="Keep this letter.",
    locale="en",
    created_on=date(2026, 3, 5),
)
CARRIERS = carriers_pdf("""
#place(dx: 8mm, dy: 9mm, label(98mm, 142mm))
#place(dx: 120mm, dy: 20mm, block(width: 80mm, instructions))
""")
# By the template that prints it: how, and what can be scanned on each of its pages.
PDFS: dict[str, tuple[Callable[[], bytes], list[list[Decoded]]]] = {
    "a6": (lambda: render_label(LABEL), [[PARCEL, LINK]]),
    "4x6": (lambda: render_label(LABEL, LabelPaper.INCHES_4X6), [[PARCEL, LINK]]),
    "a6 of a post": (lambda: render_label(POSTAL), [[POST, LINK]]),
    "4x6 of a post": (
        lambda: render_label(POSTAL, LabelPaper.INCHES_4X6),
        [[POST, LINK]],
    ),
    "a6 with Data Matrix": (lambda: render_label(MATRIX), [[PARCEL, GS1_MATRIX]]),
    "a6 of a post with Data Matrix": (
        lambda: render_label(POSTAL_MATRIX),
        [[POST, PLAIN_MATRIX]],
    ),
    "4x6 with Data Matrix": (
        lambda: render_label(MATRIX, LabelPaper.INCHES_4X6),
        [[PARCEL, GS1_MATRIX]],
    ),
    "many": (lambda: render_labels([LABEL, LABEL]), [[PARCEL, LINK]] * 2),
    "many on 4x6": (
        lambda: render_labels([LABEL, LABEL], LabelPaper.INCHES_4X6),
        [[PARCEL, LINK]] * 2,
    ),
    "many with either code": (
        lambda: render_labels([LABEL, MATRIX]),
        [[PARCEL, LINK], [PARCEL, GS1_MATRIX]],
    ),
    "sheet with Data Matrix": (
        lambda: render_label_sheet(MATRIX, [], ["Pack it."]),
        [[PARCEL, GS1_MATRIX]],
    ),
    "sheet": (lambda: render_label_sheet(LABEL, [], ["Pack it."]), [[PARCEL, LINK]]),
    "sheet of several": (
        lambda: render_label_sheets([LabelSheet(LABEL, [], ["Pack it."])] * 2),
        [[PARCEL, LINK]] * 2,
    ),
    "slip": (
        lambda: render_slips([SLIP], SlipPaper.A4),
        [[Decoded("]Q1", SLIP_URL)]],
    ),
    "slip on A6": (
        lambda: render_slips([SLIP], SlipPaper.A6),
        [[Decoded("]Q1", SLIP_URL)]],
    ),
    "parcel": (lambda: rendered(None), [[RMA]]),
    "parcel with room for a label": (lambda: rendered((105, 148)), [[RMA]]),
    "declaration": (lambda: render_declaration(PAPERS), [[]]),
    "declaration as CN23": (
        lambda: render_declaration(replace(PAPERS, form=CustomsForm.CN23)),
        [[PARCEL]],
    ),
    "declaration of a post": (
        lambda: render_declaration(
            replace(PAPERS, form=CustomsForm.CN23, parcel_number=S10)
        ),
        [[POST]],
    ),
    "invoice": (lambda: render_invoice(PAPERS), [[]]),
    "letter": (lambda: render_letter(LETTER), [[]]),
    "placed on A6": (lambda: place(CARRIERS, A6), [[PARCEL, LINK]]),
    "placed on 4x6": (lambda: place(CARRIERS, INCHES_4X6), [[PARCEL, LINK]]),
    "placed on A4": (
        lambda: place(place(CARRIERS, A6), A4),
        [[PARCEL, LINK]],
    ),
    "placed on a sheet": (
        lambda: on_sheet(place(CARRIERS, A6)),
        [[PARCEL, RMA, LINK]],
    ),
    "placed before a slip": (lambda: on_sheet(CARRIERS), [[PARCEL, LINK], [RMA]]),
}
# The same of what thermal printers are told to print by themselves.
ZPLS: dict[str, tuple[Callable[[Literal[203, 300]], bytes], list[Decoded]]] = {
    "label": (lambda dpi: render_label_zpl(LABEL, dpi), [PARCEL, LINK]),
    "label of a post": (lambda dpi: render_label_zpl(POSTAL, dpi), [POST, LINK]),
    "label with Data Matrix": (
        lambda dpi: render_label_zpl(MATRIX, dpi),
        [PARCEL, GS1_MATRIX],
    ),
    "label of a post with Data Matrix": (
        lambda dpi: render_label_zpl(POSTAL_MATRIX, dpi),
        [POST, PLAIN_MATRIX],
    ),
    "label with lines as graphics": (
        lambda dpi: render_label_zpl(
            replace(everywhere("株式会社 東京"), parcel_number=S10), dpi
        ),
        [POST, LINK],
    ),
    "label that is full": (
        lambda dpi: render_label_zpl(everywhere("Wide Words " * 8), dpi),
        [PARCEL, LINK],
    ),
    "label of a post that is full": (
        lambda dpi: render_label_zpl(
            replace(everywhere("Wide Words " * 8), parcel_number=S10), dpi
        ),
        [POST, LINK],
    ),
    "carrier's label": (lambda dpi: place_as_zpl(CARRIERS, dpi), [PARCEL, LINK]),
}
# Parts of the others, and a line or a logo by itself.
PARTS = {"cn", "cn22", "cn23", "fit", "label", "line", "logo", "overleaf"}


def test_each_template_is_a_part_or_says_what_can_be_scanned() -> None:
    templates = {
        path.stem for path in (Path(documents.__file__).parent / "templates").iterdir()
    }
    told = {name.split()[0] for name in PDFS} - {"placed"}
    assert templates == told | PARTS


@pytest.mark.parametrize("name", PDFS)
def test_a_document_is_read_back_from_its_dots(name: str) -> None:
    render, codes = PDFS[name]
    pdf = render()
    found = [decode(printed(pdf, page)) for page in range(len(codes))]
    assert found == codes


@pytest.mark.parametrize("name", [name for name in PDFS if "placed" not in name])
def test_what_we_print_is_archivable_and_accessible(name: str) -> None:
    pdf = PDFS[name][0]()
    assert re.findall(rb"<pdfaid:(part|conformance)>(\w)<", pdf) == [
        (b"part", b"2"),
        (b"conformance", b"A"),
    ]
    assert re.findall(rb"<pdfuaid:part>(\d)<", pdf) == [b"1"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/StructTreeRoot" in opened.Root
        assert str(opened.Root.Lang) == "en"
        assert str(opened.open_metadata()["dc:title"])
    assert len(re.findall(rb"/Alt ?[(<]", pdf)) >= sum(map(len, PDFS[name][1]))
    assert breaches(pdf) == []


@pytest.mark.parametrize("name", [name for name in PDFS if "placed" in name])
def test_with_a_carriers_page_neither_is_claimed(name: str) -> None:
    pdf = PDFS[name][0]()
    assert (b"pdfaid:" in pdf, b"pdfuaid:" in pdf) == (False, False)


@pytest.mark.parametrize("dpi", [203, 300])
def test_a_label_as_a_picture_is_read_back_in_black_and_white(dpi: int) -> None:
    image = Image.open(io.BytesIO(render_label_png(LABEL, dpi))).convert("L")
    assert decode(black_and_white(image)) == [PARCEL, LINK]


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("name", ZPLS)
def test_each_kind_of_zpl_is_read_back_from_its_dots(
    name: str, dpi: Literal[203, 300]
) -> None:
    render, codes = ZPLS[name]
    paper = printed_zpl(render(dpi))
    assert paper.size == (4 * dpi, 6 * dpi)
    assert paper.getextrema() == (0, 255)
    assert set(paper.tobytes()) == {0, 255}
    assert decode(paper) == codes


def black_and_white(image: Image.Image) -> Image.Image:
    return image.point(lambda shade: 255 if shade > 127 else 0)
