"""VAT and EORI numbers by their shape alone; whether one exists, only a register knows.

Shapes as the European Commission's VIES and the tax offices publish them.
"""

from __future__ import annotations

import re

from retour_core.domain.errors import DomainError

_VAT = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CH": r"E\d{9}(MWST|TVA|IVA)?",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-Z0-9]{2}\d{9}",
    "GB": r"(\d{9}|\d{12}|GD\d{3}|HA\d{3})",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"(\d{7}[A-Z]{1,2}|\d[A-Z]\d{5}[A-Z])",
    "IT": r"\d{11}",
    "LT": r"(\d{9}|\d{12})",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"\d{9}B\d{2}",
    "NO": r"\d{9}(MVA)?",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"(\d{9}|\d{12}|GD\d{3}|HA\d{3})",
}
# Customs writes Greece as everybody else does, and knows no Swiss or Norwegian number.
_EORI = (_VAT.keys() - {"EL", "CH", "NO"}) | {"GR"}
_OTHER = re.compile(r"[A-Z0-9]{4,18}")


class VatNumberUnfit(DomainError):
    """This is no VAT number of that country: begin with its two letters, like DE."""

    code = "vat_number_unfit"


class EoriNumberUnfit(DomainError):
    """An EORI number begins with the two letters of the country that gave it out."""

    code = "eori_number_unfit"


def tidy_vat_number(text: str, *, country: str) -> str:
    """The number in capitals without signs, with its prefix; raises VatNumberUnfit.

    A number without one gets the prefix of ``country`` (ISO alpha-2, of the address).
    Countries without a shape here may write what they have.
    """
    number = _plain(text)
    own = {"GR": "EL"}.get(country, country)
    for candidate in (number, f"{own}{number}"):
        shape = _VAT.get(candidate[:2])
        if shape and re.fullmatch(shape, candidate[2:]):
            return candidate
    if number[:2] in _VAT or own in _VAT or not _OTHER.fullmatch(number):
        raise VatNumberUnfit(number=number)
    return number


def tidy_eori_number(text: str) -> str:
    """The number in capitals without signs; raises EoriNumberUnfit."""
    number = _plain(text)
    prefix, rest = number[:2], number[2:]
    shape = r"\d{12}(\d{3})?" if prefix in ("GB", "XI") else r"[A-Z0-9]{1,15}"
    if prefix not in _EORI or not re.fullmatch(shape, rest):
        raise EoriNumberUnfit(number=number)
    return number


def _plain(text: str) -> str:
    return re.sub(r"[\s.\-/]", "", text).upper()
