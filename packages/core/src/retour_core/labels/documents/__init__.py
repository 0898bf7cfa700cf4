"""The printed return label: data in, a PDF or an image out; no database, no network.

Safe to call from several threads. Everything printed comes from vendored fonts, so a
label looks the same on every machine, and the same data gives the same bytes.
"""

from retour_core.labels.documents.barcodes import Decoded, decode
from retour_core.labels.documents.data import (
    InvalidLabelData,
    LabelAddress,
    LabelCode,
    LabelData,
    LabelPaper,
    LabelSheet,
    SlipLine,
)
from retour_core.labels.documents.render import (
    render_label,
    render_label_png,
    render_label_sheet,
    render_label_sheets,
    render_labels,
)
from retour_core.labels.documents.zpl import render_label_zpl

__all__ = [
    "Decoded",
    "InvalidLabelData",
    "LabelAddress",
    "LabelCode",
    "LabelData",
    "LabelPaper",
    "LabelSheet",
    "SlipLine",
    "decode",
    "render_label",
    "render_label_png",
    "render_label_sheet",
    "render_label_sheets",
    "render_label_zpl",
    "render_labels",
]
