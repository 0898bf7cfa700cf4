from __future__ import annotations

import io

import pikepdf

from retour_core.labels.placing.errors import (
    CodesLost,
    DocumentBlank,
    DocumentUnreadable,
    LabelTooLarge,
)
from retour_core.labels.placing.opening import Original, opened
from retour_core.labels.placing.pages import (
    Spot,
    draw,
    in_the_middle,
    to_cut_out,
)
from retour_core.labels.placing.papers import MILLIMETRE, Box, Paper
from retour_core.labels.placing.regions import label_box, printed_box
from retour_core.labels.placing.seeing import Seen, SeenCode, look_at, points

# Papers that are cut a little short or long are still that paper.
_ALLOWANCE = 1 * MILLIMETRE


def place(document: bytes, paper: Paper) -> bytes:
    """A carrier's PDF, PNG or JPEG as a PDF of ``paper``'s pages, nothing scaled.

    A document that is on this paper already is handed back as it is. Pages without a
    code beside pages that have one are instructions: they are kept on A4 only. The
    same document gives the same bytes. Raises CannotPlace.
    """
    with opened(document) as original:
        if document.startswith(b"%PDF") and _is_on(original.pdf, paper):
            return document
        try:
            return _placed(original, paper)
        except (pikepdf.PdfError, ValueError, TypeError, KeyError) as error:
            raise DocumentUnreadable from error


def opened_pdf(document: bytes) -> pikepdf.Pdf:
    """One of ours, or one that was placed."""
    return pikepdf.open(io.BytesIO(document), suppress_warnings=True)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Its bytes, which are the same whenever it is."""
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True, encryption=False)
    return file.getvalue()


def _placed(original: Original, paper: Paper) -> bytes:
    views = look_at(saved(original.pdf))
    wanted: list[list[SeenCode]] = []
    with pikepdf.new() as made:
        for number, view in enumerate(views):
            if not _belongs(view, views, paper):
                continue
            spot = _spot(original, number, view, paper)
            draw(made, original.pdf.pages[number], spot, paper)
            wanted.append(list(view.codes))
        if not wanted:
            raise DocumentBlank
        result = saved(made)
    for number, (view, codes) in enumerate(
        zip(look_at(result), wanted, strict=True), start=1
    ):
        if not view.has(codes):
            raise CodesLost(page=number)
    return result


def _belongs(view: Seen, views: list[Seen], paper: Paper) -> bool:
    if printed_box(view) is None:
        return False
    return bool(view.codes or paper.is_cut or not any(other.codes for other in views))


def _spot(original: Original, number: int, view: Seen, paper: Paper) -> Spot:
    """The whole page where it is no larger than the paper, else the label on it."""
    page = Box(0, 0, points(view.image.width), points(view.image.height))
    spot = None
    if not paper.is_cut or _is_size_of(page, paper) or _is_size_of(page.turned, paper):
        margin = -_ALLOWANCE / 2
        spot = in_the_middle(page, paper, dpi=original.dpi, margin=margin)
    if spot is None:
        spot = _spot_of_label(original, view, paper)
    if spot is None:
        shown = printed_box(view) or page
        raise LabelTooLarge(
            page=number + 1,
            width_mm=round(shown.width / MILLIMETRE),
            height_mm=round(shown.height / MILLIMETRE),
        )
    return spot


def _spot_of_label(original: Original, view: Seen, paper: Paper) -> Spot | None:
    found = label_box(view, paper)
    if found is None:
        return None
    if paper.is_cut:
        return to_cut_out(found, paper, dpi=original.dpi)
    return in_the_middle(found, paper, dpi=original.dpi, margin=paper.margin)


def _is_on(pdf: pikepdf.Pdf, paper: Paper) -> bool:
    return all(
        not page.obj.Rotate % 180 and _is_size_of(_sides(page), paper)
        for page in pdf.pages
    )


def _sides(page: pikepdf.Page) -> Box:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    return Box(0, 0, right - left, top - bottom)


def _is_size_of(page: Box, paper: Paper) -> bool:
    return (
        abs(page.width - paper.width) <= _ALLOWANCE
        and abs(page.height - paper.height) <= _ALLOWANCE
    )
