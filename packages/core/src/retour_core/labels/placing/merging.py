from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf

from retour_core.labels.placing.place import saved


def merged(documents: Iterable[bytes]) -> bytes:
    """PDFs one after the other as one; the same ones give the same bytes.

    Raises ``pikepdf.PdfError`` for one that is none.
    """
    with pikepdf.new() as whole:
        for document in documents:
            with pikepdf.open(io.BytesIO(document), suppress_warnings=True) as part:
                whole.pages.extend(part.pages)
        return saved(whole)
