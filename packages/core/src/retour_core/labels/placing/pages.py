"""A part of one PDF's page drawn on another's, at its own size."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pikepdf

from retour_core.labels.placing.papers import MILLIMETRE, Box, Paper

# Around what is cut out, so that no edge of a line is shaved.
_BLEED = 0.5 * MILLIMETRE
_CUT_GAP = 3 * MILLIMETRE
_CORNER = 12 * MILLIMETRE
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """``source`` of the upright page goes to ``left``, ``top`` of the paper.

    ``is_cut``: a line is drawn around it for scissors.
    """

    source: Box
    left: float
    top: float
    is_turned: bool
    is_cut: bool


def in_the_middle(
    source: Box, paper: Paper, *, dpi: float, margin: float
) -> Spot | None:
    """Upright or turned; None if it does not fit."""
    for is_turned in (False, True):
        shown = source.turned if is_turned else source
        if shown.fits(paper, margin=margin):
            left = (paper.width - shown.width) / 2
            top = (paper.height - shown.height) / 2
            return _on_dots(source, left, top, dpi=dpi, is_turned=is_turned)
    return None


def to_cut_out(source: Box, paper: Paper, *, dpi: float) -> Spot | None:
    """In the paper's corner, with a line to cut along; None if it does not fit."""
    for is_turned in (False, True):
        shown = source.turned if is_turned else source
        if shown.fits(paper, margin=paper.margin):
            across = paper.width - shown.width - paper.margin
            down = paper.height - shown.height - paper.margin
            corner = max(paper.margin, min(_CORNER, across, down))
            spot = _on_dots(source, corner, corner, dpi=dpi, is_turned=is_turned)
            return replace(spot, is_cut=True)
    return None


def at_corner(
    source: Box, left: float, top: float, *, dpi: float, room: Paper
) -> Spot | None:
    """As near as dots allow to ``left``, ``top``; None if it does not fit ``room``."""
    for is_turned in (False, True):
        shown = source.turned if is_turned else source
        if shown.fits(room, margin=room.margin):
            return _on_dots(source, left, top, dpi=dpi, is_turned=is_turned)
    return None


def _on_dots(
    source: Box, left: float, top: float, *, dpi: float, is_turned: bool
) -> Spot:
    """Near ``left``, ``top``: moved by whole dots, so that bars fall on dots as well
    as before."""
    dot = 72 / dpi

    def snapped(place: float, origin: float) -> float:
        return origin + dot * round((place - origin) / dot)

    if is_turned:
        # A quarter turn to the right: the page's lower edge is on the left then.
        return Spot(
            source,
            snapped(left, -source.bottom),
            snapped(top, source.left),
            is_turned=True,
            is_cut=False,
        )
    return Spot(
        source,
        snapped(left, source.left),
        snapped(top, source.top),
        is_turned=False,
        is_cut=False,
    )


def draw(into: pikepdf.Pdf, page: pikepdf.Page, spot: Spot, paper: Paper) -> None:
    """Add a page of ``paper`` to ``into`` with that part of ``page`` on it."""
    made = into.add_blank_page(page_size=(paper.width, paper.height))
    form = into.copy_foreign(page.as_form_xobject(handle_transformations=False))
    made.Resources = pikepdf.Dictionary(XObject={"/Label": form})
    steps = _steps(page, spot, paper, "/Label")
    made.Contents = into.make_stream("\n".join(steps).encode("ascii"))


def draw_over(into: pikepdf.Pdf, page: pikepdf.Page, spot: Spot, paper: Paper) -> None:
    """The same on the first page of ``into``, above what is on it; readers aloud pass
    it over."""
    sheet = into.pages[0]
    form = into.copy_foreign(page.as_form_xobject(handle_transformations=False))
    name = sheet.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.CarriersLabel)
    steps = _steps(page, spot, paper, str(name))
    content = "\n".join(["Q", "/Artifact BMC", *steps, "EMC"]).encode("ascii")
    sheet.contents_add(b"q", prepend=True)
    sheet.contents_add(content)


def _steps(page: pikepdf.Page, spot: Spot, paper: Paper, name: str) -> list[str]:
    shown = spot.source.turned if spot.is_turned else spot.source
    part = Box(spot.left, spot.top, spot.left + shown.width, spot.top + shown.height)
    upside = (1, 0, 0, -1, 0, paper.height)
    clip = (
        part.left - _BLEED,
        part.top - _BLEED,
        part.width + 2 * _BLEED,
        part.height + 2 * _BLEED,
    )
    steps = [
        "q",
        _matrix(upside),
        f"{_numbers(clip)} re W n",
        _matrix(_moved(spot)),
        _matrix(_from_page(page)),
        f"{name} Do Q",
    ]
    if spot.is_cut:
        steps.append(_cut_line(part, upside))
    return steps


def _moved(spot: Spot) -> Matrix:
    source = spot.source
    if not spot.is_turned:
        return 1, 0, 0, 1, spot.left - source.left, spot.top - source.top
    return 0, 1, -1, 0, spot.left + source.bottom, spot.top - source.left


def _from_page(page: pikepdf.Page) -> Matrix:
    """From the page's own coordinates to upright ones, from the upper left corner."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    turn = int(page.obj.Rotate)
    if turn == 90:
        return 0, 1, 1, 0, -bottom, -left
    if turn == 180:
        return -1, 0, 0, 1, right, -bottom
    if turn == 270:
        return 0, -1, -1, 0, top, right
    return 1, 0, 0, -1, -left, top


def _cut_line(part: Box, upside: Matrix) -> str:
    frame = (
        part.left - _CUT_GAP,
        part.top - _CUT_GAP,
        part.width + 2 * _CUT_GAP,
        part.height + 2 * _CUT_GAP,
    )
    return f"q {_matrix(upside)} 0.8 w [4 3] 0 d {_numbers(frame)} re S Q"


def _matrix(matrix: Matrix) -> str:
    return f"{_numbers(matrix)} cm"


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in values)
