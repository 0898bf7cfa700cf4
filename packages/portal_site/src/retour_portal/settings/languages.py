"""The languages of the portal and of the back office."""

from __future__ import annotations

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy

STAFF_LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]

# Those of the Union's official languages (Regulation No 1 of 1958, art. 1) whose
# catalogues are complete; the statutory words are there in all 24. Latvian and
# Lithuanian are begun: add them here once ``tests.catalogues --pending`` says nothing.
_PORTAL_LANGUAGES = ("da", "de", "en", "es", "fi", "fr", "it", "nl", "pl", "pt", "sv")


def portal_languages() -> list[tuple[str, str]]:
    """(code, name) pairs of the languages customers may read; Django's own
    catalogues translate the names."""
    return [
        (code, gettext_lazy(LANG_INFO[code]["name"]))  # type: ignore[misc]
        for code in _PORTAL_LANGUAGES
    ]
