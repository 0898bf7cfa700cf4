"""What people type stays in its column and on its page, and can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pypdfium2
import pytest

from retour_core.domain.customs import CustomsForm, Goods
from retour_core.domain.money import Money
from retour_core.labels.documents import SlipLine, render_label_sheet
from retour_core.labels.documents.customs import (
    Outbound,
    render_declaration,
    render_invoice,
)
from retour_core.labels.documents.letter import LetterFact, LetterSum, render_letter
from retour_core.labels.documents.parcel_slip import render_parcel_slip
from retour_core.labels.documents.slip import SlipPaper, render_slips
from tests.core.labels.label_samples import CONSUMER, LABEL, type_sizes, words
from tests.core.labels.slip_samples import PARCEL_SLIP
from tests.core.labels.test_customs_document import PAPERS
from tests.core.labels.test_every_document_scans import LETTER
from tests.core.labels.test_packing_slip import SLIP

# No blank in it, and as long as German makes them.
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte"
LINES = [SlipLine(quantity=n, title=WORD, sku="SKU" * 15, reason=WORD) for n in (1, 2)]
GOODS = Goods(
    description=WORD,
    quantity=12,
    net_grams=31_500,
    value=Money(123_456_00, "HUF"),
    hs_code="6115.95.9900",
    origin="CD",
    sku="S" * 40,
    reason=WORD,
)
FULL = replace(CONSUMER, name=WORD, company=WORD, street=WORD, city=WORD)
CUSTOMS = replace(
    PAPERS,
    sender=FULL,
    recipient=FULL,
    goods=[GOODS] * 4,
    currency="HUF",
    order_number="NO-" * 20,
    invoice_number="RE-" * 15,
    outbound=[Outbound(tracking_number=f"99.12.34{n}", carrier="Post") for n in "1234"],
)
DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "sheet": lambda: render_label_sheet(
        replace(LABEL, brand_name=WORD, order_number="NO-" * 20), LINES, ["Pack it."]
    ),
    "CN22": lambda: render_declaration(CUSTOMS),
    "CN23": lambda: render_declaration(replace(CUSTOMS, form=CustomsForm.CN23)),
    "invoice": lambda: render_invoice(CUSTOMS),
    "slip for the parcel": lambda: render_parcel_slip(
        replace(PARCEL_SLIP, lines=LINES, recipient=FULL)
    ),
    "packing slip": lambda: render_slips([replace(SLIP, lines=LINES)], SlipPaper.A4),
    "small packing slip": lambda: render_slips(
        [replace(SLIP, lines=LINES)], SlipPaper.A6
    ),
    "letter": lambda: render_letter(
        replace(
            LETTER,
            brand_name=WORD * 2,
            merchant=[WORD * 2],
            opening=WORD * 2,
            facts=[LetterFact("Message", [WORD * 3])],
            sums=[LetterSum(WORD * 2, "HUF 123,456")],
        )
    ),
}
Box = tuple[float, float, float, float]


def _boxes(pdf: bytes) -> list[tuple[tuple[float, float], list[Box]]]:
    """By page: its size, and where letters are (left, bottom, right, top)."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [(page.get_size(), _of(page.get_textpage())) for page in document]
    finally:
        document.close()


def _of(text: pypdfium2.PdfTextPage) -> list[Box]:
    return [text.get_rect(number) for number in range(text.count_rects())]


def _lie_on_each_other(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 1.5 and down > 1.5


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_word_leaves_the_page_or_lies_on_another(name: str) -> None:
    for (width, height), boxes in _boxes(DOCUMENTS[name]()):
        edge = 9  # points that printers may leave white
        assert [
            box
            for box in boxes
            if box[0] < edge
            or box[1] < edge
            or box[2] > width - edge
            or box[3] > height - edge
        ] == []
        pairs = combinations(boxes, 2)
        assert [pair for pair in pairs if _lie_on_each_other(*pair)] == []


@pytest.mark.parametrize("form", CustomsForm)
def test_a_customs_form_is_read_without_a_glass(form: CustomsForm) -> None:
    assert min(type_sizes(render_declaration(replace(PAPERS, form=form)))) >= 6


def test_a_form_names_two_parcels_sent_out_and_the_invoice_all() -> None:
    form, invoice = words(render_declaration(CUSTOMS)), words(render_invoice(CUSTOMS))
    numbers = [f"99.12.34{n}" for n in "1234"]
    assert [number in form for number in numbers] == [True, True, False, False]
    assert [number in invoice for number in numbers] == [True] * 4
    assert "2 more: see the invoice" in " ".join(form.split())


def test_the_row_for_further_goods_counts_their_pieces_once() -> None:
    form = render_declaration(replace(CUSTOMS, goods=[GOODS] * 6))
    text = " ".join(words(form).split())
    assert "3 further kinds of goods, 36 in all: see the invoice" in text
    assert "36 × 3 further" not in text


@pytest.mark.parametrize("code", ["", "GIFT-7K2M"])
def test_a_small_slip_full_of_long_titles_is_read_without_a_glass(code: str) -> None:
    lines = [
        SlipLine(quantity=1, title=title * 20, sku="MB-0001-XXL")
        for title in ("Merino shirt ", "東京都千代田区", "Merino " + WORD) * 2
    ]
    portal = "returns.a-shop-of-a-long-name.example/nordlicht/gift"
    slip = replace(SLIP, lines=lines, code=code, short_url=portal)
    pdf = render_slips([slip], SlipPaper.A6)
    assert [size for size in type_sizes(pdf) if size < 6] == []
    assert len(_boxes(pdf)) == 1


MANY = [
    SlipLine(quantity=1, title="begins " + "long " * 25 + "ends", reason="Too small")
    for _ in range(9)
]


@pytest.mark.parametrize(
    ("render", "name"),
    [
        (lambda: render_label_sheet(LABEL, MANY, ["Pack."]), LABEL.rma_number),
        (
            lambda: render_parcel_slip(replace(PARCEL_SLIP, lines=MANY * 3)),
            PARCEL_SLIP.rma_number,
        ),
        (
            lambda: render_slips([replace(SLIP, lines=MANY * 3)], SlipPaper.A4),
            SLIP.order_number,
        ),
    ],
    ids=["sheet", "slip for the parcel", "packing slip"],
)
def test_each_page_says_whose_it_is_and_no_row_goes_on_overleaf(
    render: Callable[[], bytes], name: str
) -> None:
    pdf = render()
    pages = [words(pdf, page) for page in range(len(_boxes(pdf)))]
    assert len(pages) > 1
    for number, text in enumerate(pages, 1):
        assert text.split("\r\n")[-1] == f"{name} · {number}/{len(pages)}"
        assert text.count("begins") == text.count("ends")


def test_a_document_of_one_page_has_no_number() -> None:
    assert "1/1" not in words(render_parcel_slip(PARCEL_SLIP))


def test_a_line_from_the_right_takes_no_more_room_than_another() -> None:
    def lowest(first: str) -> float:
        letter = replace(LETTER, merchant=[first, first, "10115 Berlin"])
        ((_size, boxes),) = _boxes(render_letter(letter))
        return min(box[1] for box in boxes)

    assert lowest("شارع") > lowest("Straße") - 2
