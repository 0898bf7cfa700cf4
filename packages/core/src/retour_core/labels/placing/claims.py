"""What a PDF says of itself, kept true when pages of others come into it."""

from __future__ import annotations

import pikepdf

# Typst claims these of what it makes; nobody can of a carrier's page.
_CLAIMS = ("pdfaid:part", "pdfaid:conformance", "pdfaid:amd", "pdfuaid:part")


def withdraw_claims(pdf: pikepdf.Pdf) -> None:
    """It is no longer said to be PDF/A and PDF/UA; title, language and tags stay."""
    with _metadata(pdf) as metadata:
        for claim in _CLAIMS:
            if claim in metadata:
                del metadata[claim]


def tell(pdf: pikepdf.Pdf, *, title: str, language: str) -> None:
    """Title and language of pages that came from several documents, so that a reader
    aloud begins rightly. Their tags are lost in between and nothing is claimed."""
    pdf.Root.Lang = pikepdf.String(language)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    for page in pdf.pages:
        if "/StructParents" in page.obj:
            del page.obj.StructParents
    pdf.docinfo.Title = pikepdf.String(title)
    with _metadata(pdf) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {language}


def _metadata(pdf: pikepdf.Pdf) -> pikepdf.models.PdfMetadata:
    return pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
