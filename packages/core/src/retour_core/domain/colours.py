"""Contrast after WCAG 2.2, for whatever carries a brand's colour."""

from __future__ import annotations


def contrast_ratio(first: str, second: str) -> float:
    """1 to 21 for two ``#rrggbb`` colours (WCAG 2.2, “contrast ratio”)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(background: str) -> str:
    """White or near-black, whichever reads better on ``background``.

    Black where neither reaches 4.5:1 (WCAG 2.2, 1.4.3), as on a middle grey: there it
    does, because white or black is always above 4.58:1.
    """
    ink = max(("#ffffff", "#111111"), key=lambda ink: contrast_ratio(background, ink))
    return ink if contrast_ratio(background, ink) >= 4.5 else "#000000"


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
