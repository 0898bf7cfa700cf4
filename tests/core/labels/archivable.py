"""What PDF/A-2a (ISO 19005-2, level A) asks of a file's structure, read from the file:
not from what it claims. No validator is on PyPI; these are the clauses that a writer
of labels can break."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

# 6.5.1, 6.6.1: what a viewer would do by itself.
_ACTIONS = {"/Launch", "/Sound", "/Movie", "/JavaScript", "/ImportData", "/ResetForm"}
_FILTERS = {"/LZWDecode", "/Crypt"}
# 6.3.3: a link may be without an appearance; of the others there is none here.
_ANNOTATIONS = {"/Link"}
_HIDDEN, _PRINTED = 0b10 | 0b10_0000, 0b100


def breaches(pdf: bytes) -> list[str]:
    """The clauses that the file breaks, with what breaks them."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [*_of_file(pdf, opened), *_of_objects(opened), *_of_pages(opened)]


def _of_file(pdf: bytes, opened: pikepdf.Pdf) -> Iterator[str]:
    root = opened.Root
    if not pdf.startswith(b"%PDF-1.") or min(pdf[10:14]) < 128:
        yield "6.1.2 header"
    if "/ID" not in opened.trailer or "/Encrypt" in opened.trailer:
        yield "6.1.3 trailer"
    if {"/AA", "/OpenAction", "/AcroForm", "/NeedsRendering"} & set(root.keys()):
        yield "6.4-6.6 actions and forms"
    if "/EmbeddedFiles" in root.get("/Names", {}):
        yield "6.8 embedded files"
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "6.7.2 not marked"
    if "/Lang" not in root:
        yield "6.7.4 language"
    profiles = [
        intent
        for intent in root.get("/OutputIntents", [])
        if intent.S == "/GTS_PDFA1" and "/DestOutputProfile" in intent
    ]
    if len(profiles) != 1:
        yield "6.2.3 output intent"
    if not _is_whole(root.get("/StructTreeRoot")):
        yield "6.7.3 structure"


def _is_whole(tree: Any) -> bool:
    """Every element says what it is, by a standard type or one mapped to one."""
    if tree is None:
        return False
    kinds = list(_kinds(tree.get("/K")))
    return bool(kinds) and all(kinds)


def _kinds(node: Any) -> Iterator[str]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _kinds(one)
    elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") not in (
        "/MCR",
        "/OBJR",
    ):
        yield str(node.get("/S", ""))
        if "/K" in node:
            yield from _kinds(node.K)


def _of_objects(opened: pikepdf.Pdf) -> Iterator[str]:
    for found in opened.objects:
        if isinstance(found, pikepdf.Stream):
            filters = found.get("/Filter", [])
            names = filters if isinstance(filters, pikepdf.Array) else [filters]
            if _FILTERS & {str(name) for name in names} or "/F" in found:
                yield f"6.1.7 stream {found.objgen}"
            if found.get("/Subtype") == "/Image":
                yield from _of_image(found)
        if isinstance(found, pikepdf.Dictionary):
            yield from _of_dictionary(found)


def _of_image(image: pikepdf.Stream) -> Iterator[str]:
    if "/Alternates" in image or "/OPI" in image or bool(image.get("/Interpolate")):
        yield f"6.2.8 image {image.objgen}"
    if image.get("/ColorSpace") == "/DeviceCMYK":
        yield f"6.2.4.3 image in CMYK {image.objgen}"


def _of_dictionary(found: pikepdf.Dictionary) -> Iterator[str]:
    kind = found.get("/Type")
    if kind == "/Font":
        yield from _of_font(found)
    if kind == "/ExtGState" and {"/TR", "/HTP"} & set(found.keys()):
        yield f"6.2.5 graphics state {found.objgen}"
    if str(found.get("/S", "")) in _ACTIONS or "/AA" in found:
        yield f"6.5 action {found.objgen}"
    if str(found.get("/S", "")) == "/Figure" and "/Alt" not in found:
        yield f"6.7.7 figure without a text {found.objgen}"


def _of_font(font: pikepdf.Dictionary) -> Iterator[str]:
    name = str(font.get("/BaseFont", "Type 3"))
    kind = str(font.Subtype)
    if kind == "/Type3":
        if "/ToUnicode" not in font:
            yield f"6.2.11.7 {name} maps to no letters"
        return
    if kind == "/Type0" and "/ToUnicode" not in font:
        yield f"6.2.11.7 {name} maps to no letters"
    if kind != "/Type0":
        files = {"/FontFile", "/FontFile2", "/FontFile3"}
        if not files & set(font.get("/FontDescriptor", {}).keys()):
            yield f"6.2.11.4 {name} is not embedded"


def _of_pages(opened: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(opened.pages, start=1):
        if "/StructParents" not in page.obj:
            yield f"6.7.3 page {number} is in no structure"
        group = page.obj.get("/Group", {})
        if "/SMask" in str(page.obj.get("/Resources", {})) and "/CS" not in group:
            yield f"6.2.10 page {number} blends in no colour space"
        for note in page.obj.get("/Annots", []):
            flags = int(note.get("/F", 0))
            shown = flags & _PRINTED and not flags & _HIDDEN
            if str(note.Subtype) not in _ANNOTATIONS or not shown:
                yield f"6.3.2 annotation on page {number}"
