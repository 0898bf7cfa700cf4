"""Labels against an empty Typst page of the same size."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import typst

from bench.timing import line, rate
from retour_core.domain.identifiers import sscc
from retour_core.labels.documents import (
    LabelAddress,
    LabelData,
    LabelPaper,
    render_label,
    render_label_zpl,
)

COUNT = 60
_LABEL = LabelData(
    brand_name="Alpenglow Outdoor",
    brand_colour="#14532d",
    logo=None,
    sender=LabelAddress(
        name="Anna Berg",
        street="Torstraße 1",
        postal_code="10119",
        city="Berlin",
        country="DE",
    ),
    recipient=LabelAddress(
        name="",
        company="Alpenglow GmbH",
        street="Lagerstraße 5",
        postal_code="20357",
        city="Hamburg",
        country="DE",
    ),
    order_number="NW-00001",
    rma_number="8NYJ-8NB3-D3E6",
    sscc=sscc(0, "0614141", 1),
    qr_text="https://returns.example/r/abc",
    locale="en",
    created_on=date(2026, 11, 23),
)


def measure() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "empty.typ"
        source.write_text(
            '#set page(width: 105mm, height: 148mm)\n#sys.inputs.at("n")\n'
        )
        compiler = typst.Compiler(str(source))
        compiler.compile(sys_inputs={"n": "0"})
        empty = rate(
            lambda: [compiler.compile(sys_inputs={"n": str(n)}) for n in range(COUNT)],
            COUNT,
        )
    render_label(_LABEL)
    made = rate(lambda: [render_label(_numbered(n)) for n in range(COUNT)], COUNT)
    inches = rate(
        lambda: [
            render_label(_numbered(n), LabelPaper.INCHES_4X6) for n in range(COUNT)
        ],
        COUNT,
    )
    zpl = rate(lambda: [render_label_zpl(_numbered(n)) for n in range(COUNT)], COUNT)
    return [
        line("empty Typst page, A6", empty, empty, "empty page"),
        line("A6 label with GS1-128 and QR", made, empty, "empty page"),
        line("4 by 6 inch label with GS1-128 and QR", inches, empty, "empty page"),
        line("ZPL label of Latin lines, 203 dpi", zpl, empty, "empty page"),
    ]


def _numbered(number: int) -> LabelData:
    return replace(_LABEL, sscc=sscc(0, "0614141", number + 1))
