"""What an editor set around the pages, as far as it is for the page's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from retour_portal.theming.links_blocks import AddressOf

if TYPE_CHECKING:
    from retour_portal.theming.models import Theme


class OwnLinks:
    """For templates; each is read from the theme when it is asked for."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    @property
    def header(self) -> list[Any]:
        return _shown(self._theme.header_links)

    @property
    def footer(self) -> list[Any]:
        return _shown(self._theme.footer_links)

    @property
    def shop_url(self) -> str:
        return self._address(AddressOf.SHOP) or self._theme.shop_url

    @property
    def privacy_url(self) -> str:
        return self._address(AddressOf.PRIVACY) or self._theme.privacy_url

    @property
    def imprint_url(self) -> str:
        return self._address(AddressOf.IMPRINT) or self._theme.imprint_url

    def _address(self, of: AddressOf) -> str:
        """The one for the page's language alone; "" where there is none."""
        found = (
            row.value["url"]
            for row in self._theme.language_addresses
            if (row.value["of"], row.value["language"]) == (of.value, get_language())
        )
        return str(next(found, ""))


def _shown(rows: Any) -> list[Any]:
    values = [row.value for row in rows]
    return [one for one in values if one["language"] in ("", get_language())]
