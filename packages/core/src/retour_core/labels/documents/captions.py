"""The printed words, by language; a language we lack prints English."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

_CAPTIONS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Return label",
        "return": "RETURN",
        "from": "From",
        "to": "To",
        "order": "Order",
        "rma": "Return number",
        "date": "Date",
        "weight": "Weight",
        "track": "Track",
        "book_in": "Book in",
        "logo_alt": "Logo of {brand}",
        "parcel_alt": "Barcode of the parcel number {number}",
        "qr_alt": "QR code of {url}",
        "matrix_alt": "Data Matrix of the parcel number {number}",
        "cut": "Cut along this line",
        "steps": "How to send it back",
        "slip": "Packing slip: put it in the parcel",
        "quantity": "Qty",
        "item": "Item",
        "sku": "SKU",
        "reason": "Reason",
    },
    "de": {
        "title": "Rücksendeetikett",
        "return": "RETOURE",
        "from": "Von",
        "to": "An",
        "order": "Bestellung",
        "rma": "Retourennummer",
        "date": "Datum",
        "weight": "Gewicht",
        "track": "Verfolgen",
        "book_in": "Annahme",
        "logo_alt": "Logo von {brand}",
        "parcel_alt": "Strichcode der Paketnummer {number}",
        "qr_alt": "QR-Code von {url}",
        "matrix_alt": "Data-Matrix-Code der Paketnummer {number}",
        "cut": "Hier ausschneiden",
        "steps": "So senden Sie zurück",
        "slip": "Beleg: bitte ins Paket legen",
        "quantity": "Menge",
        "item": "Artikel",
        "sku": "Art.-Nr.",
        "reason": "Grund",
    },
    "fr": {
        "title": "Étiquette de retour",
        "return": "RETOUR",
        "from": "Expéditeur",
        "to": "Destinataire",
        "order": "Commande",
        "rma": "Numéro de retour",
        "date": "Date",
        "weight": "Poids",
        "track": "Suivi",
        "book_in": "Réception",
        "logo_alt": "Logo de {brand}",
        "parcel_alt": "Code-barres du numéro de colis {number}",
        "qr_alt": "Code QR de {url}",
        "matrix_alt": "Code Data Matrix du numéro de colis {number}",
        "cut": "Découper le long de cette ligne",
        "steps": "Comment renvoyer le colis",
        "slip": "Bordereau : à glisser dans le colis",
        "quantity": "Qté",
        "item": "Article",
        "sku": "Réf.",
        "reason": "Motif",
    },
}


def captions(locale: Locale) -> dict[str, str]:
    return _CAPTIONS["en"] | _CAPTIONS.get(locale.language, {})


@lru_cache(maxsize=256)
def print_locale(name: str) -> Locale:
    """The locale of "fr", "fr-CA" or "fr_CA"; English for one Babel does not know."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
