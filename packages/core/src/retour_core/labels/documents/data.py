"""What a label says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retour_core.domain.errors import DomainError
from retour_core.domain.identifiers import is_parcel_number


class InvalidLabelData(DomainError, ValueError):
    """The label cannot be printed from this data: correct it and print again."""

    code = "invalid_label_data"


class LabelPaper(StrEnum):
    """What a label is printed on: 105 by 148 mm, or 4 by 6 inches."""

    A6 = "a6"
    INCHES_4X6 = "4x6"


class LabelCode(StrEnum):
    """The square code on a label: a QR of the return's link, or a Data Matrix of the
    parcel's number."""

    QR = "qr"
    DATA_MATRIX = "datamatrix"


@dataclass(frozen=True, kw_only=True)
class LabelAddress:
    """One side of the parcel; ``street`` holds the house number too.

    ``country`` is ISO 3166-1 alpha-2. Anything may be in the texts: line breaks and
    characters no font of ours has are taken out when printing.
    """

    name: str
    company: str = ""
    street: str
    street2: str = ""
    postal_code: str
    city: str
    region: str = ""
    country: str
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class LabelData:
    """Everything a label says; a reprint is the same as long as this is.

    ``sender`` is the consumer, ``recipient`` the merchant's return address.
    ``brand_colour`` is "#rrggbb"; anything else prints black. ``logo`` is a PNG, JPEG
    or SVG file; one that cannot be read or would not show on white paper is replaced
    by the brand's name. ``parcel_number`` is an SSCC, 18 digits without (00), or a
    postal number (UPU S10) without blanks; ``qr_text`` is the tracking page's URL.
    ``locale`` names the captions' language, English if we have none. Raises
    InvalidLabelData for a number whose check digit is wrong.
    """

    brand_name: str
    brand_colour: str
    logo: bytes | None
    sender: LabelAddress
    recipient: LabelAddress
    order_number: str
    rma_number: str
    parcel_number: str
    qr_text: str
    locale: str
    created_on: date
    weight_grams: int | None = None
    service: str = ""
    code: LabelCode = LabelCode.QR

    def __post_init__(self) -> None:
        number = self.parcel_number
        if " " in number or not is_parcel_number(number):
            raise InvalidLabelData(
                f"“{number}” is no SSCC: give 18 digits whose last one checks out, or a"
                " postal number such as RR473124829DE."
            )
        if not self.qr_text:
            raise InvalidLabelData("A label needs the tracking page's URL in its QR.")


@dataclass(frozen=True, kw_only=True)
class SlipLine:
    """One kind of item in the parcel, for the slip that travels with it."""

    quantity: int
    title: str
    sku: str = ""
    reason: str = ""


@dataclass(frozen=True)
class LabelSheet:
    """An A4 sheet: ``steps`` are sentences in the label's language."""

    label: LabelData
    lines: Sequence[SlipLine]
    steps: Sequence[str]
