"""A placed label in a printer's dots."""

from __future__ import annotations

import io

from PIL import Image

from retour_core.labels.documents.zpl import graphic_label
from retour_core.labels.placing.errors import CodesLost
from retour_core.labels.placing.papers import A6, INCHES_4X6
from retour_core.labels.placing.place import place
from retour_core.labels.placing.seeing import Seen, look_at

_BLACK = 128


def place_as_png(document: bytes, dpi: int = 203) -> bytes:
    """A carrier's label on A6 as a picture, its first page; raises CannotPlace."""
    (image, *_) = _pages(place(document, A6), dpi)
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(dpi, dpi), optimize=True)
    return file.getvalue()


def place_as_zpl(document: bytes, dpi: int) -> bytes:
    """A carrier's label as black dots on 4 by 6 inches, a format a page.

    Raises CannotPlace, too where a code's bars are no whole dots at this resolution
    and do not scan.
    """
    return b"".join(
        graphic_label(image.point(lambda shade: 255 if shade >= _BLACK else 0), dpi)
        for image in _pages(place(document, INCHES_4X6), dpi)
    )


def _pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    """In grey; each still says in black and white what it says in print."""
    pages = look_at(pdf, dpi=dpi)
    for number, (page, drawn) in enumerate(
        zip(pages, look_at(pdf), strict=True), start=1
    ):
        image = page.image.point(lambda shade: 255 if shade >= _BLACK else 0)
        if not Seen(image).has(drawn.codes):
            raise CodesLost(page=number)
    return [page.image for page in pages]
