"""Labels against an empty Typst page of the same size, and against the least that a
page with a label's codes and words can cost; memory over many of them."""

from __future__ import annotations

import itertools
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Literal

import typst

from bench.timing import line, told
from retour_core.domain.identifiers import sscc
from retour_core.labels.documents import (
    LabelAddress,
    LabelData,
    LabelPaper,
    render_label,
    render_label_zpl,
    render_labels,
)
from retour_core.labels.documents.compiler import _STANDARDS, _fonts
from retour_core.labels.documents.render import label_inputs

COUNT = 60
_MANY = (200, 1000, 2000)
# What is asked of them, a second of one core.
_SINGLE, _BATCH, _ZPL = 100, 200, 1500
# From the first to the last of ``_MANY``: more would be a leak.
_FLAT_MB = 20
_EMPTY = """
#set document(title: "Empty", date: auto)
#set page(width: 105mm, height: 148mm)
#set text(font: "Noto Sans")
// Typst would remember the page if it were the same each time.
#sys.inputs.data
"""
# Nothing placed, nothing fitted: the label's words in two weights, and its codes.
_BARE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: auto)
#set page(width: 105mm, height: 148mm, margin: 4mm)
#set text(font: "Noto Sans", size: 9pt)
#for (number, line) in (data.sender + data.recipient + data.facts).enumerate() {
  text(weight: if calc.even(number) { "bold" } else { "regular" }, line.text)
  linebreak()
}
#let drawn(code, ..size) = image(bytes(code.svg), format: "svg", alt: code.alt, ..size)
#drawn(data.square, width: 22mm, height: 22mm)
#drawn(data.parcel, width: 78mm, height: 30mm, fit: "stretch")
#data.parcel.text
"""
_DPI: tuple[Literal[203, 300], ...] = (203, 300)
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
    parcel_number=sscc(0, "0614141", 1),
    qr_text="https://returns.example/r/abc",
    locale="en",
    created_on=date(2026, 11, 23),
)


def measure() -> list[str]:
    """In seconds of one core, so that a busy machine does not count as slowness."""
    with tempfile.TemporaryDirectory() as folder:
        empty = _rate(
            _pages(Path(folder) / "empty.typ", _EMPTY, lambda data: data.parcel_number)
        )
        bare = _rate(_pages(Path(folder) / "bare.typ", _BARE, _inputs))
    render_label(_LABEL)
    made = _rate(lambda labels: [render_label(data) for data in labels])
    inches = _rate(
        lambda labels: [render_label(data, LabelPaper.INCHES_4X6) for data in labels]
    )
    batch = _rate(render_labels)
    zpl = {dpi: _rate(partial(_zpl, dpi=dpi)) for dpi in _DPI}
    return [
        line("empty Typst page, A6", empty, empty, "empty page"),
        line("page with only a label's words and codes", bare, empty, "empty page"),
        _line("A6 label with GS1-128 and QR", made, empty, _SINGLE),
        _line("4 by 6 inch label with GS1-128 and QR", inches, empty, _SINGLE),
        _line(f"A6 labels, {COUNT} in one document", batch, empty, _BATCH),
        *(
            _line(f"ZPL label of Latin lines, {dpi} dpi", value, empty, _ZPL)
            for dpi, value in zpl.items()
        ),
        _memory(),
    ]


def _line(name: str, value: float, empty: float, goal: int) -> str:
    goal_told = told(f"≥ {goal:,}/s", value >= goal)
    return f"{line(name, value, empty, 'empty page')}{goal_told}"


def _zpl(labels: list[LabelData], dpi: Literal[203, 300]) -> None:
    for data in labels:
        render_label_zpl(data, dpi)


def _inputs(data: LabelData) -> str:
    return json.dumps(label_inputs(data), ensure_ascii=False)


def _pages(
    source: Path, text: str, of: Callable[[LabelData], str]
) -> Callable[[list[LabelData]], object]:
    """Each label's page by a template, to the same standards as our own."""
    source.write_text(text)
    compiler = typst.Compiler(source, font_paths=_fonts(), ignore_system_fonts=True)
    made_on = datetime(2026, 11, 23, tzinfo=UTC)

    def compiled(labels: list[LabelData]) -> None:
        for data in labels:
            compiler.compile(
                format="pdf",
                sys_inputs={"data": of(data)},
                pdf_standards=[*_STANDARDS],
                timestamp=made_on,
            )

    return compiled


def _memory() -> str:
    sizes = []
    for count in range(1, _MANY[-1] + 1):
        render_label(_numbered(next(_numbers)))
        if count in _MANY:
            sizes.append(round(_resident() / 1e6))
    counts = ", ".join(f"{count:,}" for count in _MANY)
    values = ", ".join(map(str, sizes))
    goal = told(f"≤ {_FLAT_MB} MB more", sizes[-1] - sizes[0] <= _FLAT_MB)
    return f"{f'memory after {counts} labels':<44}{values:>9} MB{goal}"


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


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
        parcel_number=sscc(0, "0614141", number),
        order_number=f"NW-{number:05}",
        qr_text=f"https://returns.example/r/{number:016x}",
    )
