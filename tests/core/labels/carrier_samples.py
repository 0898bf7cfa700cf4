"""Labels as carriers send them: on their paper, with their instructions around."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
import typst

from retour_core.labels.documents import Decoded
from retour_core.labels.documents.barcodes import DOT_MM, qr_symbol, sscc_symbol
from tests.core.labels.label_samples import SSCC, URL

CODES = [Decoded("]C1", f"(00){SSCC}"), Decoded("]Q1", URL)]
MM = 72 / 25.4
_LABEL = """
#let label(width, height) = block(width: width, height: height, {
  place(dx: 4mm, dy: 4mm, text(16pt, weight: "bold")[Sandbox Parcel])
  place(dx: 4mm, dy: 16mm)[From Anna Berg \\ Torstraße 1 \\ 10119 Berlin]
  place(dx: 4mm, dy: 42mm, text(14pt)[To Alpenglow GmbH \\ Lagerstraße 5 \\ Hamburg])
  place(
    dx: width - 4mm - qr-width, dy: 16mm,
    image(bytes(sys.inputs.qr), width: qr-width),
  )
  place(
    dx: (width - bars-width) / 2, dy: height - 38mm,
    image(bytes(sys.inputs.bars), width: bars-width, height: 25mm, fit: "stretch"),
  )
  place(dx: 30mm, dy: height - 10mm)[(00) SSCC]
})
#let framed(width, height) = rect(
  width: width, height: height, inset: 0pt, stroke: 0.5mm, label(width, height),
)
#let instructions = text(9pt)[
  *How to send it back* \\ Print this page, cut the label out, put it on the parcel. \\
  Hand the parcel in at a shop near you and keep the receipt.
]
"""


def carriers_pdf(page: str, *, width: str = "210mm", height: str = "297mm") -> bytes:
    """Pages drawn by Typst markup that may call ``label``, ``framed``,
    ``instructions``."""
    bars, qr = sscc_symbol(SSCC), qr_symbol(URL, room_mm=30)
    sizes = (
        f"#let bars-width = {bars.width_dots * DOT_MM}mm\n"
        f"#let qr-width = {qr.width_dots * DOT_MM}mm\n"
        f"#set page(width: {width}, height: {height}, margin: 0pt)\n"
    )
    source = (sizes + _LABEL + page).encode()
    inputs = {"bars": bars.svg, "qr": qr.svg}
    made = typst.compile(source, sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


def changed(document: bytes, **attributes: object) -> bytes:
    """With these attributes on every page."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for page in pdf.pages:
            for name, value in attributes.items():
                page.obj[f"/{name}"] = value
        return written(pdf)


def written(pdf: pikepdf.Pdf, **options: object) -> bytes:
    file = io.BytesIO()
    pdf.save(file, **{"deterministic_id": not options, **options})  # type: ignore[arg-type]
    return file.getvalue()


def merged(documents: Iterable[bytes]) -> bytes:
    """One after the other as one."""
    with pikepdf.new() as whole:
        for document in documents:
            with pikepdf.open(io.BytesIO(document)) as part:
                whole.pages.extend(part.pages)
        return written(whole)
