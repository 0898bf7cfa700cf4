"""A ready label on the paper that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from retour_core.carriers.own.adapter import OwnLabel
from retour_core.domain.states import ReturnState
from retour_core.labels.documents import (
    LabelData,
    LabelPaper,
    render_label,
    render_label_png,
    render_label_sheets,
    render_label_zpl,
)
from retour_core.labels.models import Label
from retour_core.labels.paper import label_data, sheet_of
from retour_core.labels.parcel_slips import sheet_around
from retour_core.labels.placing import (
    A4,
    A6,
    INCHES_4X6,
    place,
    place_as_png,
    place_as_zpl,
)
from retour_core.labels.queries import printed_label
from retour_core.returns.models import Return


class DownloadPaper(StrEnum):
    """``zpl`` is for printers of 203 dots an inch, ``zpl300`` for those of 300."""

    A6 = "a6"
    INCHES_4X6 = "4x6"
    A4 = "a4"
    PNG = "png"
    ZPL = "zpl"
    ZPL_300 = "zpl300"


_DPI = {DownloadPaper.PNG: 203, DownloadPaper.ZPL: 203, DownloadPaper.ZPL_300: 300}
_PLACED_ON = {
    DownloadPaper.A6: A6,
    DownloadPaper.INCHES_4X6: INCHES_4X6,
}
SUFFIX = {
    DownloadPaper.A6: "-a6.pdf",
    DownloadPaper.INCHES_4X6: "-4x6.pdf",
    DownloadPaper.A4: "-A4.pdf",
    DownloadPaper.PNG: ".png",
    DownloadPaper.ZPL: ".zpl",
    DownloadPaper.ZPL_300: ".zpl",
}


@dataclass(frozen=True)
class Download:
    content: bytes
    media_type: str
    suffix: str


def download(
    ret: Return, paper: DownloadPaper | None, parcel: int | None = None
) -> Download:
    """The label of a parcel, or the first; without paper as it was stored, which
    for a carrier's label is as the carrier made it.

    Raises ``Label.DoesNotExist`` while there is no ready label, or nothing to print,
    and CannotPlace for a carrier's label that does not go on this paper.
    """
    label = printed_label(ret, parcel)
    if paper is None:
        return Download(stored_document(label), "application/pdf", ".pdf")
    return download_label(ret, label, paper)


def download_label(ret: Return, label: Label, paper: DownloadPaper) -> Download:
    """One ready label of ``ret`` that has a document; raises CannotPlace."""
    if label.carrier == OwnLabel.kind:
        content = _printed(ret, label, paper)
    else:
        content = _placed(ret, label, paper)
    return Download(content, _media_type(paper), SUFFIX[paper])


def stored_document(label: Label) -> bytes:
    with label.document.open("rb") as file:
        content: bytes = file.read()
    return content


def _printed(ret: Return, label: Label, paper: DownloadPaper) -> bytes:
    data: LabelData = label_data(ret, label)
    match paper:
        case DownloadPaper.A4:
            return render_label_sheets([sheet_of(ret, data)])
        case DownloadPaper.PNG:
            return render_label_png(data)
        case DownloadPaper.ZPL:
            return render_label_zpl(data, 203)
        case DownloadPaper.ZPL_300:
            return render_label_zpl(data, 300)
        case _:
            return render_label(data, LabelPaper(paper.value))


def _placed(ret: Return, label: Label, paper: DownloadPaper) -> bytes:
    document = stored_document(label)
    if paper is DownloadPaper.A4:
        if ret.current_state is ReturnState.DRAFT:
            return place(document, A4)  # in the box, where nothing is chosen yet
        return sheet_around(ret, label, document)
    if paper in _PLACED_ON:
        return place(document, _PLACED_ON[paper])
    if paper is DownloadPaper.PNG:
        return place_as_png(document, _DPI[paper])
    return place_as_zpl(document, _DPI[paper])


def _media_type(paper: DownloadPaper) -> str:
    if paper in _PLACED_ON or paper is DownloadPaper.A4:
        return "application/pdf"
    return "image/png" if paper is DownloadPaper.PNG else "application/zpl"
