"""Labels against an empty Typst page of the same size."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import typst

from bench.timing import line
from retour_core.domain.identifiers import sscc
from retour_core.labels.documents import (
    LabelAddress,
    LabelData,
    LabelPaper,
    render_label,
    render_label_zpl,
    render_labels,
)

COUNT = 60
_numbers = itertools.count(1)
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
    """In seconds of one core, so that a busy machine does not count as slowness."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "empty.typ"
        source.write_text(
            '#set page(width: 105mm, height: 148mm)\n#sys.inputs.at("n")\n'
        )
        compiler = typst.Compiler(str(source))
        compiler.compile(sys_inputs={"n": "0"})
        empty = _rate(
            lambda labels: [
                compiler.compile(sys_inputs={"n": data.sscc}) for data in labels
            ]
        )
    render_label(_LABEL)
    made = _rate(lambda labels: [render_label(data) for data in labels])
    inches = _rate(
        lambda labels: [render_label(data, LabelPaper.INCHES_4X6) for data in labels]
    )
    batch = _rate(render_labels)
    zpl = _rate(lambda labels: [render_label_zpl(data) for data in labels])
    return [
        line("empty Typst page, A6", empty, empty, "empty page"),
        line("A6 label with GS1-128 and QR", made, empty, "empty page"),
        line("4 by 6 inch label with GS1-128 and QR", inches, empty, "empty page"),
        line(f"A6 labels, {COUNT} in one document", batch, empty, "empty page"),
        line("ZPL label of Latin lines, 203 dpi", zpl, empty, "empty page"),
    ]


def _rate(work: Callable[[list[LabelData]], object], rounds: int = 3) -> float:
    """Labels a second of one core, the best round; each of labels never seen before,
    for Typst remembers what it has laid out."""
    best = float("inf")
    for _ in range(rounds):
        labels = [_numbered(next(_numbers)) for _ in range(COUNT)]
        started = time.process_time()
        work(labels)
        best = min(best, time.process_time() - started)
    return COUNT / best


def _numbered(number: int) -> LabelData:
    sender = replace(
        _LABEL.sender, name=f"Anna Berg {number}", street=f"Torstraße {number}"
    )
    return replace(
        _LABEL,
        sender=sender,
        sscc=sscc(0, "0614141", number),
        order_number=f"NW-{number:05}",
        qr_text=f"https://returns.example/r/{number:016x}",
    )
