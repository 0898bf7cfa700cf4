"""The languages of the portal and of the back office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STAFF_LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]
_PORTAL_LANGUAGES = [("en", _("English")), ("de", _("German")), ("fr", _("French"))]


def portal_languages() -> list[tuple[str, str]]:
    """(code, name) pairs of the languages customers may read."""
    return [(code, name) for code, name in _PORTAL_LANGUAGES]  # type: ignore[misc]
