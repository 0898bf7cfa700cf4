"""Which brand colours can be read (WCAG 2.2), and the nearest that can."""

from __future__ import annotations

from collections.abc import Callable

from retour_core.domain.colours import contrast_ratio

PAGE = "#ffffff"
# tokens.css calls it --ink.
INK = "#16181d"
# And these --ink-soft, --success, --warning and --danger, which are written on the
# page as it is tinted, and --control-line, which is drawn there.
WRITTEN = ("#4a4f58", "#0a6638", "#7a4b00", "#b0201a")
DRAWN = "#737882"
TEXT_RATIO = 4.5
GRAPHIC_RATIO = 3.0
# What tokens.css mixes of the main colour into --surface, the tint links may stand on.
SURFACE_SHARE = 0.05


def mix(colour: str, share: float, base: str = PAGE) -> str:
    """CSS ``color-mix(in srgb, colour share, base)`` as ``#rrggbb``; share 0 to 1."""
    mixed = (
        round(share * one + (1 - share) * other)
        for one, other in zip(_channels(colour), _channels(base), strict=True)
    )
    return _written(*mixed)


def on_colour(background: str) -> str:
    """White where it reads as text on ``background``, else black, which then does."""
    white = contrast_ratio("#ffffff", background)
    return "#ffffff" if white >= TEXT_RATIO else "#000000"


def ink_on(background: str) -> str:
    """The page's ink where it reads as text on ``background``, else white, else black.

    One of the three always does.
    """
    for ink in (INK, "#ffffff"):
        if contrast_ratio(ink, background) >= TEXT_RATIO:
            return ink
    return "#000000"


def carries_text(page: str) -> bool:
    """Whether whatever is written or drawn on every page shows on this ground."""
    return contrast_ratio(DRAWN, page) >= GRAPHIC_RATIO and all(
        contrast_ratio(ink, page) >= TEXT_RATIO for ink in (INK, *WRITTEN)
    )


def reads_as_text(colour: str, page: str = PAGE) -> bool:
    """As a link or a button, on the page and on the page's tint of the same colour."""
    grounds = (page, mix(colour, SURFACE_SHARE, page))
    return all(contrast_ratio(colour, ground) >= TEXT_RATIO for ground in grounds)


def shows_as_graphic(colour: str, page: str = PAGE) -> bool:
    """As a mark or a line on the page (WCAG 2.2, 1.4.11)."""
    return contrast_ratio(colour, page) >= GRAPHIC_RATIO


def nearest_passing(
    colour: str, passes: Callable[[str, str], bool], page: str = PAGE
) -> str:
    """``colour`` itself if it passes, else the lightest darker one of the same hue.

    Darkening scales linear light, which keeps the hue. ``passes`` is asked about a
    colour and the page it is on; it must hold for black and, once it holds for a
    shade, for every darker one.
    """
    colour = colour.lower()
    if passes(colour, page):
        return colour
    share = _most(lambda share: passes(_darkened(colour, share), page))
    return _darkened(colour, share)


def nearest_ground(colour: str) -> str:
    """``colour`` itself if it carries text, else the strongest tint of it that does."""
    colour = colour.lower()
    if carries_text(colour):
        return colour
    return mix(colour, _most(lambda share: carries_text(mix(colour, share))))


def _most(holds: Callable[[float], bool]) -> float:
    """The largest share, in thousandths, that holds; a smaller one always does."""
    low, high = 0, 1000
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle / 1000):
            low = middle
        else:
            high = middle
    return low / 1000


def _darkened(colour: str, light: float) -> str:
    return _written(*(_encoded(light * _linear(c)) for c in _channels(colour)))


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def _written(*channels: int) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _linear(channel: int) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(light: float) -> int:
    part = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(255 * part)
