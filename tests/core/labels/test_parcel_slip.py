from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from retour_core.labels.documents import Decoded, SlipLine, decode
from retour_core.labels.documents.barcodes import DOT_MM
from retour_core.labels.placing import CannotPlace
from tests.core.labels.carrier_samples import CODES, merged
from tests.core.labels.label_samples import pages_mm, printed, words
from tests.core.labels.slip_samples import CORNER, PARCEL_SLIP, on_sheet, rendered
from tests.core.labels.test_label_document import (
    HOSTILE,
    LENGTHS,
    LIGHTEST_60_KB,
    SCRIPTS,
)
from tests.core.labels.test_placing import ON_4X6, ON_A5, ON_A6, SENT, TOO_LARGE

RMA = Decoded("]Q1", PARCEL_SLIP.scanned)
A4 = (210.0, 297.0)
SMALL = {name: SENT[name] for name in ("A5, with margins", "A6", "4 by 6 inches")} | {
    "A6, lying": SENT["A6, lying"]
}
LARGE = {name: SENT[name] for name in SENT if name not in SMALL} | {
    "too large": TOO_LARGE,
    "two pages": merged([ON_A6, ON_A6]),
}
TEXTS = SCRIPTS | LENGTHS | HOSTILE


@pytest.mark.parametrize("document", SMALL.values(), ids=SMALL)
def test_a_carriers_label_is_cut_out_of_a_sheet_with_steps_and_slip(
    document: bytes,
) -> None:
    sheet = on_sheet(document)
    assert pages_mm(sheet) == [A4]
    assert decode(printed(sheet)) == sorted(
        [*CODES, RMA], key=lambda code: (code.symbology_identifier, code.text)
    )
    text = " ".join(words(sheet).split())
    for part in (
        "Cut along this line",
        "How to send it back 1 Pack it. 2 Hand it in.",
        "Slip for the parcel Return number K7QM-2XWD-9TRP Order NO-104482",
        "Quantity Item SKU Reason 2 Merino shirt MB-1 Too small",
        "To Alpenglow GmbH",
    ):
        assert part in text


@pytest.mark.parametrize("document", LARGE.values(), ids=LARGE)
def test_the_slip_follows_a_carriers_page_with_more_on_it(document: bytes) -> None:
    pdf = on_sheet(document)
    last = len(pages_mm(pdf)) - 1
    assert {*pages_mm(pdf)} == {A4}
    assert [decode(printed(pdf, page)) for page in range(last)] == [CODES] * last
    assert decode(printed(pdf, last)) == [RMA]


@pytest.mark.parametrize("document", [ON_A6, ON_4X6, ON_A5, TOO_LARGE])
def test_the_same_label_gives_the_same_sheet(document: bytes) -> None:
    assert on_sheet(document) == on_sheet(document)


def test_the_label_stays_as_large_as_it_was_and_its_bars_on_dots() -> None:
    first, last = _bars(on_sheet(ON_A6), (12 + 3, 12 + 5 + 3))
    assert round((last - first + 1) / 4) == 156


def _bars(pdf: bytes, corner: tuple[float, float]) -> tuple[int, int]:
    """The first and the last black dot of a row through the label's bars."""
    image = printed(pdf).convert("L")
    top = round((corner[1] + 110) / DOT_MM)
    row = image.crop((0, top, round(110 / DOT_MM), top + 1)).tobytes()
    dark = [x for x, shade in enumerate(row) if shade == 0 and x > 20 / DOT_MM]
    return dark[0], dark[-1]


@pytest.mark.parametrize("document", [ON_A6, TOO_LARGE], ids=["around", "before"])
def test_a_sheet_with_a_carriers_page_claims_no_standard(document: bytes) -> None:
    pdf = on_sheet(document)
    assert (b"pdfaid:part" in pdf, b"pdfuaid:part" in pdf) == (False, False)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "en"
        assert "/StructTreeRoot" in opened.Root
        title = str(opened.open_metadata()["dc:title"])
        assert title == "Slip for the parcel K7QM-2XWD-9TRP"


@pytest.mark.parametrize("room", [None, (105.0, 148.0), (114.0, 160.0)])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_slip_scans_and_is_light_whatever_was_typed(
    text: str, room: tuple[float, float] | None
) -> None:
    lines = [SlipLine(quantity=1, title=text, sku=text, reason=text)]
    slip = replace(PARCEL_SLIP, brand_name=text, order_number=text, lines=lines)
    pdf = rendered(room, slip)
    assert decode(printed(pdf)) == [RMA]
    assert {*pages_mm(pdf)} == {A4}
    assert len(pdf) <= LIGHTEST_60_KB


def test_a_long_slip_goes_on_overleaf() -> None:
    slip = replace(PARCEL_SLIP, lines=PARCEL_SLIP.lines * 90)
    assert pages_mm(rendered(None, slip)) == [A4] * 3
    assert words(rendered(None, slip), 1).split()[:4] == [
        "Quantity",
        "Item",
        "SKU",
        "Reason",
    ]


def test_what_is_no_document_is_refused() -> None:
    with pytest.raises(CannotPlace):
        on_sheet(b"%PDF-1.7 broken")


def test_the_room_begins_on_a_whole_dot() -> None:
    dots = [side * 203 / 72 for side in CORNER]
    assert [round(dot, 6) for dot in dots] == [96, 136]
