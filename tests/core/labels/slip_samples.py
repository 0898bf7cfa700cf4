"""A slip for the parcel, and a carrier's label on a sheet with it."""

from __future__ import annotations

from datetime import date

from retour_core.labels.documents import SlipLine
from retour_core.labels.documents.barcodes import PRINTER_DPI
from retour_core.labels.documents.parcel_slip import (
    ROOM_LEFT_DOTS,
    ROOM_TOP_DOTS,
    LabelRoom,
    ParcelSlip,
    ParcelSlipWords,
    render_parcel_slip,
)
from retour_core.labels.placing import Room, place_on_sheet
from tests.core.labels.label_samples import MERCHANT

WORDS = ParcelSlipWords(
    title="Slip for the parcel",
    order="Order",
    rma="Return number",
    quantity="Quantity",
    item="Item",
    sku="SKU",
    reason="Reason",
    send_to="Send it to",
    how_to="How to send it back",
    steps=["Pack it.", "Hand it in."],
    cut="Cut along this line",
    label_alt="Return label",
    qr_alt="QR code of the return number {number}",
)
PARCEL_SLIP = ParcelSlip(
    brand_name="Nordlicht",
    brand_colour="#2a6f97",
    logo=None,
    recipient=MERCHANT,
    order_number="NO-104482",
    rma_number="K7QM-2XWD-9TRP",
    scanned="K7QM2XWD9TRP",
    lines=[SlipLine(quantity=2, title="Merino shirt", sku="MB-1", reason="Too small")],
    words=WORDS,
    locale="en",
    created_on=date(2026, 3, 5),
)
CORNER = (ROOM_LEFT_DOTS * 72 / PRINTER_DPI, ROOM_TOP_DOTS * 72 / PRINTER_DPI)


def rendered(room: Room | None, slip: ParcelSlip = PARCEL_SLIP) -> bytes:
    return render_parcel_slip(slip, room and LabelRoom(*room))


def on_sheet(document: bytes, slip: ParcelSlip = PARCEL_SLIP) -> bytes:
    return place_on_sheet(document, CORNER, lambda room: rendered(room, slip))
