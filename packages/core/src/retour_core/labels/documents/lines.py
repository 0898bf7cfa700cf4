"""Lines of print, and the address that some of them make."""

from __future__ import annotations

from typing import Any

from babel import Locale

from retour_core.domain.address_lines import lines_before_country
from retour_core.domain.addresses import PostalAddress
from retour_core.domain.countries import country_name
from retour_core.labels.documents.data import LabelAddress
from retour_core.labels.documents.printable import is_right_to_left, printable
from retour_core.labels.documents.widths import words_in_em

# Where CLDR's name would send a parcel astray: "Hong Kong SAR China" to China.
_TO_THE_POSTS = {
    "CD": "DEM. REP. OF THE CONGO",
    "CG": "CONGO (REPUBLIC)",
    "HK": "HONG KONG",
    "MM": "MYANMAR",
    "MO": "MACAO",
}


def printed_line(text: str, *, limit: int = 90) -> dict[str, Any]:
    shown = printable(text, limit=limit)
    words = words_in_em(shown)
    return {"text": shown, "rtl": is_right_to_left(shown), "words": words}


def address_lines(address: LabelAddress, locale: Locale) -> list[dict[str, Any]]:
    """As its country writes it, for the posts: nothing follows the country's name."""
    written = lines_before_country(
        PostalAddress(
            country=address.country,
            company=address.company,
            contact=address.name,
            street=address.street,
            street2=address.street2,
            postal_code=address.postal_code,
            city=address.city,
            region=address.region,
        )
    )
    lines = [*written, written_country(address.country, locale)]
    return [line for line in map(printed_line, lines) if line["text"]]


def contact_lines(address: LabelAddress, locale: Locale) -> list[dict[str, Any]]:
    """The same and the phone number, for people."""
    phone = phone_line(address)
    return [*address_lines(address, locale), *([phone] if phone["text"] else [])]


def phone_line(address: LabelAddress) -> dict[str, Any]:
    phone = printable(address.phone, limit=40)
    return printed_line(f"Tel. {phone}" if phone else "")


def written_country(code: str, locale: Locale) -> str:
    """In English capitals for the posts between, then in the reader's words."""
    english = _TO_THE_POSTS.get(code) or country_name(code, "en").upper()
    local = country_name(code, str(locale))
    if code in _TO_THE_POSTS and locale.language == "en":
        return english
    return english if local.upper() == english else f"{english} · {local}"
