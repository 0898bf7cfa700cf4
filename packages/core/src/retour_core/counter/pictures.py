"""The code as a picture, for screens, mails and paper."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image

from retour_core.domain.counter_codes import code_to_scan

# A multiple of what it is shown at, so that it stays sharp.
_MODULE_PIXELS = 10


def code_png(rma_number: str) -> bytes:
    """A QR code with its quiet zone, as a black and white PNG."""
    barcode = zxingcpp.create_barcode(
        code_to_scan(rma_number), zxingcpp.BarcodeFormat.QRCode, ec_level="Q"
    )
    made = barcode.to_image(scale=_MODULE_PIXELS, add_hrt=False, add_quiet_zones=True)
    picture = io.BytesIO()
    Image.fromarray(made).convert("1").save(picture, "PNG")
    return picture.getvalue()
