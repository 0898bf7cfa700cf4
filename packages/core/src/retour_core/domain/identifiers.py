"""Check digits and number formats of UPU S10 and GS1.

Only the ASCII digits 0-9 are digits here: a superscript or Arabic-Indic digit in a
parcel's number is a reading error, not another way to write it.
"""

from __future__ import annotations

import re

from retour_core.domain.countries import is_country
from retour_core.domain.errors import DomainError

_DIGITS = re.compile(r"[0-9]+")
# UPU S10 keeps the first letters J, K, S, T and W back.
_S10 = re.compile(r"[A-IL-RUVX-Z][A-Z]([0-9]{8})([0-9])([A-Z]{2})")
S10_LAST_SERIAL = 99_999_999
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_SSCC_LENGTH = 18
_GS1_PREFIX = re.compile(r"[0-9]{4,12}")


class InvalidDigits(DomainError, ValueError):
    """A check digit is made from the digits 0-9 only: take everything else out."""

    code = "invalid_digits"


class InvalidS10(DomainError, ValueError):
    """An S10 number is a service indicator, a serial of 8 digits and a country."""

    code = "invalid_s10"


class InvalidSscc(DomainError, ValueError):
    """An SSCC is an extension digit, a GS1 company prefix and a serial that fits."""

    code = "invalid_sscc"


def gs1_check_digit(digits: str) -> str:
    """The modulo 10 check digit of all GS1 keys, for data of any length without it.

    From the right, digits weigh 3 and 1 in turn (GS1 General Specifications, 7.9).
    Raises InvalidDigits.
    """
    if not isinstance(digits, str) or not _DIGITS.fullmatch(digits):
        raise InvalidDigits
    weighted = sum(
        int(digit) * (1 if place % 2 else 3)
        for place, digit in enumerate(reversed(digits))
    )
    return str(-weighted % 10)


def s10_check_digit(serial: str | int) -> int:
    """The check digit of an S10 number's serial (UPU S10, weighted modulo 11).

    The serial is its 8 digits as text, or their value as a whole number from 0 to
    99999999 (leading zeros are understood). Raises InvalidDigits.
    """
    if isinstance(serial, int) and not isinstance(serial, bool) and serial >= 0:
        serial = f"{serial:08d}"
    if not isinstance(serial, str) or not re.fullmatch(r"[0-9]{8}", serial):
        raise InvalidDigits("An S10 serial has exactly 8 digits: check the number.")
    weighted = sum(
        weight * int(digit) for weight, digit in zip(_S10_WEIGHTS, serial, strict=True)
    )
    check = 11 - weighted % 11
    return {10: 0, 11: 5}.get(check, check)


def is_valid_s10(text: str) -> bool:
    """Whether ``text`` is a postal item's number such as "RR 4731 2482 9 DE".

    Blanks and lower case are tolerated. The country must be one of ISO 3166-1 and
    the service indicator two letters that UPU S10 has not reserved.
    """
    compact = _without_blanks(text)
    # A long s or a dotless i would turn into an ASCII letter when raised.
    parts = _S10.fullmatch(compact.upper()) if compact.isascii() else None
    if parts is None:
        return False
    serial, check, country = parts.groups()
    assigned = is_country(country) and country != "XK"
    return assigned and s10_check_digit(serial) == int(check)


def is_parcel_number(text: str) -> bool:
    """Whether bars can be made of it: an SSCC, or a postal number in capitals."""
    if text.isdecimal():
        return is_valid_sscc(text)
    return text.isupper() and is_valid_s10(text)


def s10(indicator: str, serial: int, country: str) -> str:
    """The 13 signs of a postal item's number (UPU S10): ``indicator`` is two letters
    whose first is not J, K, S, T or W, ``serial`` is from 0 to 99999999, ``country``
    ISO 3166-1 alpha-2. A number must not return within a year; keeping count is the
    caller's job. Raises InvalidS10.
    """
    if not _is_whole(serial) or not 0 <= serial <= S10_LAST_SERIAL:
        raise InvalidS10(f"An S10 serial is from 0 to {S10_LAST_SERIAL}.")
    number = f"{indicator}{serial:08d}{s10_check_digit(serial)}{country}"
    if not _S10.fullmatch(number) or not is_valid_s10(number):
        raise InvalidS10(
            "A service indicator is two capital letters, the first not J, K, S, T or"
            " W; a country is its two letters, such as DE."
        )
    return number


def sscc(extension: int, company_prefix: str, serial: int) -> str:
    """The 18 digits of a Serial Shipping Container Code, GS1 key for a parcel.

    ``extension`` is 0-9, ``company_prefix`` the 4 to 12 digits GS1 gave out (as text:
    zeros in front count), ``serial`` fills what is left of 16 digits. A serial must
    not return within a year; keeping count is the caller's job. Raises InvalidSscc.
    """
    if not _is_whole(extension) or not 0 <= extension <= 9:
        raise InvalidSscc("The extension digit is a number from 0 to 9.")
    if not isinstance(company_prefix, str) or not _GS1_PREFIX.fullmatch(company_prefix):
        raise InvalidSscc("A GS1 company prefix is text of 4 to 12 digits.")
    room = _SSCC_LENGTH - 2 - len(company_prefix)
    if not _is_whole(serial) or not 0 <= serial < 10**room:
        raise InvalidSscc(
            f"Behind this company prefix a serial has {room} digits: it runs from 0"
            f" to {10**room - 1}.",
            room=room,
        )
    data = f"{extension}{company_prefix}{serial:0{room}d}"
    return data + gs1_check_digit(data)


def is_valid_sscc(text: str) -> bool:
    """Whether ``text`` is the 18 digits of an SSCC, without the (00) in front.

    Blanks are tolerated.
    """
    digits = _without_blanks(text)
    return len(digits) == _SSCC_LENGTH and _checks_out(digits)


def is_valid_gtin(text: str) -> bool:
    """Whether ``text`` is a GTIN-8, -12, -13 or -14 (EAN, UPC-A, ISBN-13).

    Blanks are tolerated.
    """
    digits = _without_blanks(text)
    return len(digits) in _GTIN_LENGTHS and _checks_out(digits)


def _checks_out(digits: str) -> bool:
    if not _DIGITS.fullmatch(digits):
        return False
    return gs1_check_digit(digits[:-1]) == digits[-1]


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
