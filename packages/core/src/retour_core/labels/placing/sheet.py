"""A carrier's label on a sheet of ours."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf

from retour_core.labels.placing.claims import withdraw_claims
from retour_core.labels.placing.errors import DocumentUnreadable
from retour_core.labels.placing.opening import Original, opened
from retour_core.labels.placing.pages import at_corner, draw_over
from retour_core.labels.placing.papers import A4, MILLIMETRE, Paper
from retour_core.labels.placing.place import opened_pdf, place, saved
from retour_core.labels.placing.regions import printed_box
from retour_core.labels.placing.seeing import Seen, look_at

# What is printed on A6 or on 4 by 6 inches.
_LARGEST = Paper("label", 108 * MILLIMETRE, 154 * MILLIMETRE, 0)
# To the line to cut along.
_GAP = 3 * MILLIMETRE

# Width and height of the room for the label, in millimetres.
Room = tuple[float, float]
Render = Callable[[Room | None], bytes]


def place_on_sheet(
    document: bytes, corner: tuple[float, float], render: Render
) -> bytes:
    """A carrier's PDF, PNG or JPEG on A4, with what we say beside and below it.

    ``render`` gives our PDF with a room of that size whose upper left corner is at
    ``corner``, in points; without a room for None. A document that has more on it than
    one label of A6 or 4 by 6 inches is set on pages of its own before ours. The label
    is never scaled, and the same document gives the same bytes. Raises CannotPlace.
    """
    try:
        with opened(document) as original:
            made = _in_the_room(original, corner, render)
        return made or _before(place(document, A4), render(None))
    except (pikepdf.PdfError, ValueError, TypeError, KeyError) as error:
        raise DocumentUnreadable from error


def _in_the_room(
    original: Original, corner: tuple[float, float], render: Render
) -> bytes | None:
    """None where there is more than a label, or it would not be read there."""
    found = _only_page(look_at(saved(original.pdf)))
    source = found and printed_box(found[1])
    if not found or not source:
        return None
    number, view = found
    left, top = (side + _GAP for side in corner)
    spot = at_corner(source, left, top, dpi=original.dpi, room=_LARGEST)
    if spot is None:
        return None
    shown = source.turned if spot.is_turned else source
    width, height = (
        round((side + 2 * _GAP) / MILLIMETRE, 2) for side in (shown.width, shown.height)
    )
    with opened_pdf(render((width, height))) as sheet:
        draw_over(sheet, original.pdf.pages[number], spot, A4)
        withdraw_claims(sheet)
        made = saved(sheet)
    return made if look_at(made)[0].has(view.codes) else None


def _only_page(views: list[Seen]) -> tuple[int, Seen] | None:
    inked = [(number, view) for number, view in enumerate(views) if printed_box(view)]
    return inked[0] if len(inked) == 1 else None


def _before(pages: bytes, ours: bytes) -> bytes:
    with opened_pdf(pages) as carriers, opened_pdf(ours) as whole:
        for place_of, page in enumerate(carriers.pages):
            whole.pages.insert(place_of, page)
            made = whole.pages[place_of].obj
            if "/StructParents" in made:
                del made.StructParents  # the carrier's tags, which would name ours
        withdraw_claims(whole)
        return saved(whole)
