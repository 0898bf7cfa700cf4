from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf

from retour_core.labels.placing.claims import tell
from retour_core.labels.placing.place import saved


def merged(documents: Iterable[bytes], *, title: str, language: str) -> bytes:
    """PDFs one after the other as one; the same ones give the same bytes. It says its
    title and language and claims neither PDF/A nor PDF/UA.

    Raises ``pikepdf.PdfError`` for one that is none.
    """
    with pikepdf.new() as whole:
        for document in documents:
            with pikepdf.open(io.BytesIO(document), suppress_warnings=True) as part:
                whole.pages.extend(part.pages)
        tell(whole, title=title, language=language)
        return saved(whole)
