"""The heaviest documents: every script there is, and a photograph as the logo."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from retour_core.domain.customs import CustomsForm
from retour_core.labels.documents import (
    Decoded,
    SlipLine,
    decode,
    render_label,
    render_label_sheet,
)
from retour_core.labels.documents.customs import render_declaration, render_invoice
from retour_core.labels.documents.letter import (
    LetterFact,
    LetterSum,
    render_letter,
)
from retour_core.labels.documents.logo import printable_logo
from tests.core.labels.archivable import breaches
from tests.core.labels.label_samples import (
    CONSUMER,
    LABEL,
    SSCC,
    URL,
    pages_mm,
    printed,
    saved,
)
from tests.core.labels.test_customs_document import PAPERS, SOCKS
from tests.core.labels.test_every_document_scans import LETTER
from tests.core.labels.test_label_document import LIGHTEST_60_KB, SCRIPTS

TEXTS = list(SCRIPTS.values())
PLACES = ("name", "company", "street", "street2", "city")
SENDER = replace(CONSUMER, **dict(zip(PLACES, TEXTS, strict=False)))
RECIPIENT = replace(CONSUMER, **dict(zip(PLACES, TEXTS[5:], strict=False)))


def photograph(spots: int) -> bytes:
    """As wide as a logo is printed, of so many spots across, no two alike."""
    size = (spots, spots // 4)
    colours = random.Random(1).randbytes(size[0] * size[1] * 3)
    image = Image.frombytes("RGB", size, colours)
    return saved(image.resize((1280, 320), Image.Resampling.BICUBIC), "JPEG")


MIXED = replace(LABEL, logo=photograph(320), sender=SENDER, recipient=RECIPIENT)
SLIP = [SlipLine(quantity=1, title=text, sku="MB-1", reason=text) for text in TEXTS]


def sheet() -> bytes:
    return render_label_sheet(MIXED, SLIP, TEXTS)


def papers(form: CustomsForm) -> bytes:
    return render_declaration(
        replace(
            PAPERS,
            form=form,
            sender=SENDER,
            recipient=RECIPIENT,
            goods=[replace(SOCKS, description=text, reason=text) for text in TEXTS],
            steps=TEXTS,
        )
    )


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "label": lambda: render_label(MIXED),
    "sheet": sheet,
    "letter": lambda: render_letter(
        replace(
            LETTER,
            merchant=TEXTS,
            opening=" ".join(TEXTS),
            sums=[LetterSum(text, "9.00") for text in TEXTS],
            facts=[LetterFact(text, TEXTS) for text in TEXTS],
        )
    ),
    "CN22": lambda: papers(CustomsForm.CN22),
    "CN23": lambda: papers(CustomsForm.CN23),
    "invoice": lambda: render_invoice(
        replace(
            PAPERS,
            sender=SENDER,
            recipient=RECIPIENT,
            goods=[replace(SOCKS, description=text, reason=text) for text in TEXTS],
            steps=TEXTS,
        )
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_in_every_script_is_light_and_archivable(name: str) -> None:
    pdf = DOCUMENTS[name]()
    assert len(pdf) <= LIGHTEST_60_KB
    assert b"<pdfaid:conformance>A<" in pdf
    assert b"<pdfuaid:part>1<" in pdf
    assert breaches(pdf) == []
    assert pdf == DOCUMENTS[name]()


def test_a_packed_sheet_prints_both_codes_on_one_page() -> None:
    pdf = sheet()
    assert b"/ObjStm" in pdf
    assert decode(printed(pdf)) == [Decoded("]C1", f"(00){SSCC}"), Decoded("]Q1", URL)]
    assert pages_mm(pdf) == [(210.0, 297.0)]


@pytest.mark.parametrize(("spots", "width"), [(24, 614), (320, 307)])
def test_a_photograph_keeps_its_printed_dots_while_it_is_light(
    spots: int, width: int
) -> None:
    logo = printable_logo(photograph(spots))
    assert logo is not None
    assert (logo.width_mm, round(logo.height_mm)) == (52.0, 13)
    assert f'viewBox="0 0 {width} ' in logo.svg
    assert len(logo.svg) <= 10_000 * 4 / 3 + 200
