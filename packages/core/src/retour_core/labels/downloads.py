"""A ready label on the paper that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from retour_core.carriers.own.adapter import OwnLabel
from retour_core.labels.documents import (
    LabelData,
    LabelPaper,
    render_label,
    render_label_png,
    render_label_zpl,
)
from retour_core.labels.models import LabelState
from retour_core.labels.paper import label_data
from retour_core.labels.queries import label_sheet
from retour_core.returns.models import Return


class DownloadPaper(StrEnum):
    """``zpl`` is for printers of 203 dots an inch, ``zpl300`` for those of 300."""

    A6 = "a6"
    INCHES_4X6 = "4x6"
    A4 = "a4"
    PNG = "png"
    ZPL = "zpl"
    ZPL_300 = "zpl300"


class CarriersOwnPaper(Exception):
    """A carrier's label comes on the carrier's paper only."""


@dataclass(frozen=True)
class Download:
    content: bytes
    media_type: str
    suffix: str


def download(ret: Return, paper: DownloadPaper | None) -> Download:
    """The label; None is as it was stored, which is all a carrier's label can be.

    Raises ``Label.DoesNotExist`` while there is no ready label, or nothing to print,
    and CarriersOwnPaper.
    """
    label = ret.labels.exclude(document="").get(state=LabelState.READY)
    if paper is None:
        with label.document.open("rb") as file:
            return Download(file.read(), "application/pdf", ".pdf")
    if label.carrier != OwnLabel.kind:
        raise CarriersOwnPaper
    if paper is DownloadPaper.A4:
        return Download(label_sheet(ret), "application/pdf", "-A4.pdf")
    return _printed(label_data(ret, label), paper)


def _printed(data: LabelData, paper: DownloadPaper) -> Download:
    if paper is DownloadPaper.PNG:
        return Download(render_label_png(data), "image/png", ".png")
    if paper in {DownloadPaper.ZPL, DownloadPaper.ZPL_300}:
        dots = render_label_zpl(data, 203 if paper is DownloadPaper.ZPL else 300)
        return Download(dots, "application/zpl", ".zpl")
    pdf = render_label(data, LabelPaper(paper.value))
    return Download(pdf, "application/pdf", f"-{paper.value}.pdf")
