"""Addresses that may stand in a content security policy; https only."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from retour_portal.theming.origins import origins_in

_HOST = r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?"
_ORIGIN = re.compile(_HOST)
# Nothing that ends an attribute or a directive.
_SCRIPT = re.compile(rf"({_HOST})/[A-Za-z0-9._~!$&()*+=:@%/?-]*", re.IGNORECASE)


def origin_of(script_url: str) -> str:
    """Raises ``ValueError`` for what ``validate_script`` refuses."""
    found = _SCRIPT.fullmatch(script_url)
    if found is None:
        raise ValueError(script_url)
    return found[1].lower()


def validate_script(url: str) -> None:
    if _SCRIPT.fullmatch(url) is None:
        raise ValidationError(
            _("Write the script's whole address, like https://stats.example/s.js."),
            code="no_script",
        )


def validate_origins(text: str) -> None:
    for origin in origins_in(text):
        if _ORIGIN.fullmatch(origin) is None:
            raise ValidationError(
                _("“%(origin)s” does not fit: https:// and a host, without a path."),
                code="no_origin",
                params={"origin": origin},
            )
