"""How a brand is reached, as its pages tell it in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import get_language

from retour_core.brands.addresses import written_lines
from retour_core.brands.models import Brand, ReturnAddress
from retour_core.brands.queries import default_return_address
from retour_core.domain.countries import country_name
from retour_core.domain.phone_numbers import phone_link


@dataclass(frozen=True)
class ShownPhone:
    """``link`` is a ``tel:`` address, empty for what cannot be dialled."""

    number: str
    link: str


@dataclass(frozen=True)
class Contact:
    lines: list[str]
    phone: ShownPhone | None
    email: str
    url: str


def contact_of(brand: Brand | None, *, phone: str = "") -> Contact | None:
    """Mail of the brand, its default return address and the phone there, unless
    ``phone`` is given; one query."""
    if brand is None:
        return None
    address = default_return_address(brand.pk)
    number, country = phone, ""
    if address is not None and not phone:
        number, country = address.phone, address.country
    return Contact(
        lines=read_lines(address) if address else [],
        phone=shown_phone(number, country),
        email=brand.support_email,
        url=brand.support_url,
    )


def shown_phone(number: str, country: str) -> ShownPhone | None:
    return ShownPhone(number, phone_link(number, country=country)) if number else None


def map_address(
    words: str, *, latitude: object = None, longitude: object = None
) -> str:
    """A ``geo:`` address (RFC 5870) that opens the reader's own map, by ``words`` where
    the place is not known."""
    is_known = latitude is not None and longitude is not None
    point = f"{latitude},{longitude}" if is_known else "0,0"
    return f"geo:{point}?q={quote(words)}"


def read_lines(address: ReturnAddress) -> list[str]:
    """The address in the sequence of its country, but without a label's capitals."""
    language = get_language() or "en"
    *lines, _country = written_lines(address, locale=language)
    for name in (address.city, address.region):
        if name:
            lines = [line.replace(name.upper(), name) for line in lines]
    return [*lines, country_name(address.country, language)]
