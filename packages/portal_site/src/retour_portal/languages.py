"""The portal's languages to choose from, as people call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def language_choices() -> list[tuple[str, str]]:
    """Each by its name in the reader's language."""
    names = [
        (code, str(get_language_info(code)["name_translated"]))
        for code, _name in settings.LANGUAGES
    ]
    return sorted(names, key=lambda choice: choice[1].casefold())


def language_choices_or_all() -> list[tuple[str, str | _StrPromise]]:
    return [("", _("All languages")), *language_choices()]
