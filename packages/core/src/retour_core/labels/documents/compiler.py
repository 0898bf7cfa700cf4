"""Typst, kept warm: one compiler a template and process."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import pikepdf
import typst

from retour_core.labels.documents.printable import FONTS

_TEMPLATES = Path(__file__).parent / "templates"
# Archivable and readable aloud: PDF/A-2a and PDF/UA-1 also refuse a glyph no font has.
_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_HEAVY_BYTES = 60_000
# A Typst compiler is one mutable thing, and is not made for two threads at once.
_lock = Lock()


def compile_pdf(template: str, inputs: Mapping[str, Any], created_on: date) -> bytes:
    """The PDF of ``templates/<template>.typ``; ``inputs`` reach it as JSON data.

    Nothing in ``inputs`` is ever read as markup. Raises ``typst.TypstError``.
    """
    (pdf,) = _compile(template, inputs, "pdf", created_on=created_on)
    return pdf


def compile_light_pdf(
    template: str, inputs: Mapping[str, Any], created_on: date
) -> bytes:
    """The same for documents of many words, which are packed where they are heavy: half
    of one in several scripts is its tags, which Typst leaves uncompressed."""
    pdf = compile_pdf(template, inputs, created_on)
    return pdf if len(pdf) <= _HEAVY_BYTES else _packed(pdf)


def _packed(pdf: bytes) -> bytes:
    """Objects in streams, as PDF/A-2 allows; of the same bytes always the same."""
    lighter = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(
            lighter,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
        )
    return lighter.getvalue()


def compile_png(template: str, inputs: Mapping[str, Any], dpi: float) -> bytes:
    """The first page as a PNG. Raises ``typst.TypstError``."""
    return _compile(template, inputs, "png", dpi=dpi)[0]


def _compile(
    template: str,
    inputs: Mapping[str, Any],
    kind: Literal["pdf", "png"],
    *,
    created_on: date = date(2000, 1, 1),
    dpi: float | None = None,
) -> list[bytes]:
    midnight = datetime(created_on.year, created_on.month, created_on.day, tzinfo=UTC)
    with _lock:
        made = _compiler(template).compile(
            format=kind,
            ppi=dpi,
            sys_inputs={"data": json.dumps(inputs, ensure_ascii=False)},
            pdf_standards=[*_STANDARDS] if kind == "pdf" else [],
            timestamp=midnight,
        )
    if made is None:
        raise AssertionError("Typst gives the document back unless told a file")
    return made if isinstance(made, list) else [made]


@cache
def _compiler(template: str) -> typst.Compiler:
    # From a path: a compiler made from bytes fails at its second document.
    return typst.Compiler(
        _TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
