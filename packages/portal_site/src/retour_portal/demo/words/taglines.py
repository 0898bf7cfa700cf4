"""What stands below each demo brand's name, by language."""

from __future__ import annotations

ALPENGLOW = {
    "en": "Made for the hour before sunrise.",
    "de": "Gemacht für die Stunde vor Sonnenaufgang.",
    "fr": "Pensé pour l’heure qui précède l’aube.",
}
MAISON_LUNE = {
    "fr": "Prêt-à-porter, Lyon.",
    "en": "Ready-to-wear, Lyon.",
}
KIKO = {
    "de": "Spielen ist Arbeit. Gute Arbeit.",
    "en": "Playing is work. Good work.",
}
