"""What the demo brands say, by language."""

from __future__ import annotations

from dataclasses import replace

from retour_portal.demo.words import alpenglow, kiko, maison_lune, reaching, taglines
from retour_portal.pages.texts import PageKind, PageText, PortalText

__all__ = ["ALPENGLOW", "KIKO", "MAISON_LUNE", "PageText", "PortalText"]


def _whole(
    texts: dict[str, PortalText],
    more: dict[str, reaching.Pages],
    lines: dict[str, str],
) -> dict[str, PortalText]:
    """With stores and contact, a search on the page of questions, and a tagline."""
    return {
        language: replace(
            text,
            tagline=lines[language],
            pages={
                **text.pages,
                "help": replace(text.pages["help"], kind=PageKind.HELP),
                **more[language],
            },
        )
        for language, text in texts.items()
    }


ALPENGLOW = _whole(alpenglow.ALPENGLOW, reaching.ALPENGLOW, taglines.ALPENGLOW)
KIKO = _whole(kiko.KIKO, reaching.KIKO, taglines.KIKO)
MAISON_LUNE = _whole(
    maison_lune.MAISON_LUNE, reaching.MAISON_LUNE, taglines.MAISON_LUNE
)
