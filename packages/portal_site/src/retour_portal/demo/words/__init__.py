"""What the demo brands say, by language."""

from __future__ import annotations

from retour_portal.demo.words.alpenglow import ALPENGLOW
from retour_portal.demo.words.kiko import KIKO
from retour_portal.demo.words.maison_lune import MAISON_LUNE
from retour_portal.pages.texts import PageText, PortalText

__all__ = ["ALPENGLOW", "KIKO", "MAISON_LUNE", "PageText", "PortalText"]
