"""Labels to print, and a printer's eye to read them with."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw

from retour_core.domain.identifiers import sscc
from retour_core.labels.documents import LabelAddress, LabelData

SSCC = sscc(0, "4012345", 1234567)
S10 = "RR473124829DE"
URL = "https://returns.nordlicht.example/t/8F3kQ2mZ7vLbXw1c"

CONSUMER = LabelAddress(
    name="Zoë Müller",
    street="Rue de la Paix 12 bis",
    street2="Bâtiment C",
    postal_code="75002",
    city="Paris",
    country="FR",
    phone="+33 6 12 34 56 78",
)
MERCHANT = LabelAddress(
    name="Retourenabteilung",
    company="Nordlicht Outdoor GmbH",
    street="Am Hafen 27",
    postal_code="20457",
    city="Hamburg",
    country="DE",
)
LABEL = LabelData(
    brand_name="Nordlicht Outdoor",
    brand_colour="#2a6f97",
    logo=None,
    sender=CONSUMER,
    recipient=MERCHANT,
    order_number="NO-2026-104482",
    rma_number="K7QM-2XWD-9TRP",
    parcel_number=SSCC,
    qr_text=URL,
    locale="en",
    created_on=date(2026, 3, 5),
    weight_grams=1250,
)


def everywhere(text: str) -> LabelData:
    """The label with ``text`` in every place a person can type."""
    address = LabelAddress(
        name=text,
        company=text,
        street=text,
        street2=text,
        postal_code=text,
        city=text,
        region=text,
        country="JP",
        phone=text,
    )
    return replace(
        LABEL,
        brand_name=text,
        sender=address,
        recipient=address,
        order_number=text,
        rma_number=text,
        service=text,
    )


def drawn_png(
    *, mode: str = "RGBA", size: tuple[int, int] = (1200, 300), ink: str = "#204080"
) -> bytes:
    """A disc on nothing (or on white, in a mode without alpha)."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((5, 5, size[1] - 5, size[1] - 5), fill=ink)
    if mode != "RGBA":
        paper = Image.new("RGBA", size, "white")
        image = Image.alpha_composite(paper, image).convert(mode)
    return saved(image, "PNG")


def saved(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def printed(pdf: bytes, page: int = 0, dpi: int = 203) -> Image.Image:
    """The page as a thermal printer prints it: black dots or none."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[page].render(scale=dpi / 72).to_pil()
    finally:
        document.close()
    grey: Image.Image = image.convert("L")
    return grey.point(lambda shade: 255 if shade > 127 else 0, "1")


def words(pdf: bytes, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[page].get_textpage().get_text_range())
    finally:
        document.close()


def type_sizes(pdf: bytes) -> list[float]:
    """Of each letter of every page, in points as it is printed."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [size for page in document for size in _sizes(page.get_textpage())]
    finally:
        document.close()


def _sizes(text: pypdfium2.PdfTextPage) -> list[float]:
    matrix = pdfium.FS_MATRIX()
    sizes = []
    for place in range(text.count_chars()):
        if chr(pdfium.FPDFText_GetUnicode(text.raw, place)).isspace():
            continue
        pdfium.FPDFText_GetMatrix(text.raw, place, matrix)
        size = pdfium.FPDFText_GetFontSize(text.raw, place)
        sizes.append(round(size * abs(matrix.d), 2))
    return sizes


def pages_mm(pdf: bytes) -> list[tuple[float, float]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        sizes = [page.get_size() for page in document]
    finally:
        document.close()
    return [
        (round(width * 25.4 / 72, 2), round(height * 25.4 / 72, 2))
        for width, height in sizes
    ]
