"""What a first view may weigh on a phone, and what of it is left for a picture.

``e2e/test_first_view.py`` measures the whole; the logo is not reckoned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retour_portal.fonts.queries import fetched_bytes

if TYPE_CHECKING:
    from retour_portal.theming.models import Theme

# Bytes over the wire.
FIRST_VIEW = 60_000
# A home page with its styles and icon, before pictures and own fonts.
PAGE = 22_000
# From what is shown best to what is hardly more than its colours: pixels, and WebP's
# quality in per cent.
WIDTH = 640
_STEPS = (
    *((WIDTH, 80), (WIDTH, 60), (WIDTH, 40), (480, 40), (480, 20)),
    *((320, 20), (240, 10)),
)


def room_for_picture(theme: Theme | None) -> int:
    """In bytes, whatever the page's language; one query, none without own fonts."""
    return FIRST_VIEW - PAGE - (fetched_bytes(own_fonts(theme)) if theme else 0)


def own_fonts(theme: Theme) -> set[int]:
    return {theme.own_font_id, theme.own_heading_font_id} - {None}


def light_picture(image: Any, room: int) -> list[Any]:
    """Renditions, the narrowest first: that is what phones fetch, the best of
    ``_STEPS`` within ``room`` bytes, or the last. Wide windows get a second one only
    where the first keeps its full width."""
    if image.is_svg():
        return [image.get_rendition("original|preserve-svg")]
    for width, quality in _STEPS:
        rendition = image.get_rendition(_filter(width, quality))
        if _size(rendition) <= room:
            break
    if width < WIDTH:
        return [rendition]
    larger = image.get_rendition(_filter(2 * WIDTH, quality))
    return [rendition, larger] if larger.width > rendition.width else [rendition]


def _filter(width: int, quality: int) -> str:
    """Half as high again at most: a tall picture weighs no more than others."""
    return f"max-{width}x{width * 3 // 2}|format-webp|webpquality-{quality}"


def _size(rendition: Any) -> int:
    try:
        size: int = rendition.file.size
    except OSError:
        # Its file is gone: the page is shown all the same.
        return 0
    return size
