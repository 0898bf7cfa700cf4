"""The languages of the portal and of the back office."""

from __future__ import annotations

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy

# Of those Wagtail's own admin speaks, those whose catalogues are complete. It has no
# plain "pt"; ours of that name serve "pt-pt".
STAFF_LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt-pt", "Português"),
]

# The 24 official languages of the Union (Regulation No 1 of 1958, art. 1).
_PORTAL_LANGUAGES = (
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu"),
    *("it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
)
# The only one of them that Django does not know.
LANG_INFO.setdefault(
    "mt", {"bidi": False, "code": "mt", "name": "Maltese", "name_local": "Malti"}
)


def portal_languages() -> list[tuple[str, str]]:
    """(code, name) pairs of the languages customers may read; Django's own
    catalogues translate the names."""
    return [
        (code, gettext_lazy(LANG_INFO[code]["name"]))  # type: ignore[misc]
        for code in _PORTAL_LANGUAGES
    ]
