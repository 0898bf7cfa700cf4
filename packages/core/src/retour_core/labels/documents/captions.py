"""The printed words of labels, in every language of the portal; else in English."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

_ACUTE = "\u0301"


def captions(locale: Locale) -> dict[str, str]:
    return _captions(_known(locale.language))


@lru_cache(maxsize=64)
def _captions(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "title": _("Return label"),
            "return": pgettext("on a label", "RETURN"),
            "from": pgettext("on a label", "From"),
            "to": pgettext("on a label", "To"),
            "order": _("Order"),
            "rma": _("Return number"),
            "date": _("Date"),
            "weight": pgettext("on a label", "Weight"),
            "track": pgettext("on a label", "Track"),
            "book_in": pgettext("on a label", "Book in"),
            "logo_alt": _("Logo of {brand}"),
            "parcel_alt": _("Barcode of the parcel number {number}"),
            "qr_alt": _("QR code of {url}"),
            "matrix_alt": _("Data Matrix of the parcel number {number}"),
            "cut": _("Cut along this line"),
            "steps": _("How to send it back"),
            "slip": _("Packing slip: put it in the parcel"),
            "quantity": pgettext("on a label", "Qty"),
            "item": _("Item"),
            "sku": _("SKU"),
            "reason": _("Reason"),
        }


def capitals(text: str, locale: Locale) -> str:
    """As printed: Greek capitals bear no accents."""
    if locale.language != "el":
        return text.upper()
    plain = unicodedata.normalize("NFD", text).replace(_ACUTE, "")
    return unicodedata.normalize("NFC", plain).upper()


def _known(language: str) -> str:
    """Of others Django may have some words and we none: better all in one language."""
    known = {code for code, _name in settings.LANGUAGES}
    return language if language in known else "en"


@lru_cache(maxsize=256)
def print_locale(name: str) -> Locale:
    """The locale of "fr", "fr-CA" or "fr_CA"; English for one Babel does not know."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
