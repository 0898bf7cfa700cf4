"""Where on a page its label is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image

from retour_core.labels.placing.papers import MILLIMETRE, Box, Paper
from retour_core.labels.placing.seeing import CELL, Seen, points

Cells = tuple[int, int, int, int]

# Narrower white runs through labels, between lines and round codes.
_NARROWEST_GUTTER = 4 * MILLIMETRE
# Less than this is a code and no label: its addresses would be cut away.
_SMALLEST_LABEL = (60 * MILLIMETRE, 80 * MILLIMETRE)


def label_box(seen: Seen, paper: Paper) -> Box | None:
    """The largest part of the page that fits ``paper``, upright or turned, and lacks
    none of the page's codes; None if there is none.

    Parts are what white gutters across the page or a part of it leave. All that is
    printed is the first of them, so a page that fits whole is not cut; a page without
    codes is never cut.
    """
    whole = seen.ink.getbbox()
    if whole is None:
        return None
    found = [
        cells
        for cells in _parts(seen, whole, paper)
        if _fits(seen.printed(cells), paper)
        and (cells == whole or (seen.codes and _is_label(seen.printed(cells))))
    ]
    if not found:
        return None
    return seen.printed(max(found, key=lambda cells: _inked(seen.ink, cells)))


def printed_box(seen: Seen) -> Box | None:
    """Everything on the page; None if it is blank."""
    whole = seen.ink.getbbox()
    return None if whole is None else seen.printed(whole)


def _parts(seen: Seen, whole: Cells, paper: Paper) -> Iterator[Cells]:
    waiting, known = [whole], {whole}
    while waiting:
        cells = waiting.pop()
        yield cells
        if _fits(seen.printed(cells), paper):
            continue  # what is cut off it is smaller
        for part in _halves(seen.ink, cells):
            held = all(_box(part).holds(one.box) for one in seen.codes)
            if part in known or not held:
                continue
            known.add(part)
            waiting.append(part)


def _halves(ink: Image.Image, cells: Cells) -> Iterator[Cells]:
    """What lies before and after each gutter, without the white around it."""
    left, top, right, bottom = cells
    across, down = ink.crop(cells).getprojection()
    for start, end in _gutters(across):
        yield _tight(ink, (left, top, left + start, bottom))
        yield _tight(ink, (left + end, top, right, bottom))
    for start, end in _gutters(down):
        yield _tight(ink, (left, top, right, top + start))
        yield _tight(ink, (left, top + end, right, bottom))


def _gutters(line: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of white that are wide enough; a part has ink at both of its ends."""
    start = None
    for place, is_inked in enumerate(line):
        if is_inked and start is not None:
            if points((place - start) * CELL) >= _NARROWEST_GUTTER:
                yield start, place
            start = None
        elif not is_inked and start is None:
            start = place


def _tight(ink: Image.Image, cells: Cells) -> Cells:
    inner = ink.crop(cells).getbbox()
    if inner is None:
        raise AssertionError("a part has ink at both of its ends")
    left, top = cells[:2]
    return left + inner[0], top + inner[1], left + inner[2], top + inner[3]


def _inked(ink: Image.Image, cells: Cells) -> int:
    return ink.crop(cells).histogram()[255]


def _box(cells: Cells) -> Box:
    left, top, right, bottom = (points(cell * CELL) for cell in cells)
    return Box(left, top, right, bottom)


def _fits(box: Box, paper: Paper) -> bool:
    return any(one.fits(paper, margin=paper.margin) for one in (box, box.turned))


def _is_label(box: Box) -> bool:
    sides = sorted((box.width, box.height))
    return sides[0] >= _SMALLEST_LABEL[0] and sides[1] >= _SMALLEST_LABEL[1]
