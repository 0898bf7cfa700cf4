"""A theme as CSS custom properties, and the address that changes with them."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass

from django.urls import reverse

from retour_core.domain.colours import contrast_ratio
from retour_portal.fonts.css import faces, stack
from retour_portal.fonts.models import WebFont
from retour_portal.theming.contrast import (
    SURFACE_SHARE,
    TEXT_RATIO,
    ink_on,
    mix,
    on_colour,
)
from retour_portal.theming.fonts import RADII, SPACES, TYPEFACES
from retour_portal.theming.tokens import Tokens

_TEXT, _HEADINGS = "Brand Text", "Brand Headings"


@dataclass(frozen=True)
class OwnFonts:
    """A brand's own, ``None`` where the look's typeface counts; ``text`` is for
    headings, too, unless they have one."""

    text: WebFont | None = None
    headings: WebFont | None = None


def stylesheet(
    look: Tokens,
    *,
    background: str = "",
    logo_ground: str = "",
    own: OwnFonts = OwnFonts(),
) -> str:
    """``:root{--brand-…}``. Only values of our own tables and ``#rrggbb`` go in.

    ``background`` is the address of a picture of ours; it is quoted as CSS wants it.
    """
    typeface = TYPEFACES[look.font]
    headings = TYPEFACES[look.heading_font] if look.heading_font else typeface
    radius, small_radius = RADII[look.corners]
    footer = look.footer_colour or mix(
        look.primary_colour, SURFACE_SHARE, look.page_colour
    )
    tokens = {
        "page": look.page_colour,
        "primary": look.primary_colour,
        "on-primary": on_colour(look.primary_colour),
        "accent": look.accent_colour,
        "on-accent": on_colour(look.accent_colour),
        "header": look.header_colour,
        "on-header": ink_on(look.header_colour),
        "footer": footer,
        "on-footer": ink_on(footer),
        "footer-link": look.primary_colour
        if contrast_ratio(look.primary_colour, footer) >= TEXT_RATIO
        else ink_on(footer),
        **_stacks(look, own, text=typeface.text, headings=headings.headings),
        "heading-weight": str(headings.heading_weight),
        "heading-spacing": headings.heading_spacing,
        "radius": radius,
        "radius-small": small_radius,
        "space": SPACES[look.spacing],
    }
    if logo_ground:
        tokens["logo-ground"] = logo_ground
    body = ";".join(f"--brand-{name}:{value}" for name, value in tokens.items())
    return f"{_faces(own)}:root{{{body}}}{_behind(background)}\n"


def _behind(background: str) -> str:
    """On a phone the sheet covers it, so none is fetched there."""
    if not background:
        return ""
    picture = f"url({json.dumps(background)})"
    return f"@media (min-width:48rem){{:root{{--brand-background:{picture}}}}}"


def _faces(own: OwnFonts) -> str:
    named = ((_TEXT, own.text), (_HEADINGS, own.headings))
    return "".join(faces(font, family) for family, font in named if font)


def _stacks(look: Tokens, own: OwnFonts, *, text: str, headings: str) -> dict[str, str]:
    if own.headings:
        headings = stack(_HEADINGS, headings)
    elif own.text and not look.heading_font:
        headings = stack(_TEXT, headings)
    return {
        "font": stack(_TEXT, text) if own.text else text,
        "heading-font": headings,
    }


def version_of(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:16]


def versioned_url(css: str) -> str:
    return f"{reverse('brand_css')}?v={version_of(css)}"


def embedded_url(css: str) -> str:
    """For a preview of colours that are not saved, so that no address serves them."""
    return f"data:text/css;base64,{base64.b64encode(css.encode()).decode()}"
