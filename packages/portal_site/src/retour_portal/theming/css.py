"""A theme as CSS custom properties, and the address that changes with them."""

from __future__ import annotations

import base64
import hashlib

from django.urls import reverse

from retour_portal.theming.contrast import on_colour
from retour_portal.theming.fonts import RADII, TYPEFACES, Corners, Font


def stylesheet(
    *, primary_colour: str, accent_colour: str, font: str, corners: str
) -> str:
    """``:root{--brand-…}``. Only values of our own tables and ``#rrggbb`` go in."""
    typeface = TYPEFACES[Font(font)]
    radius, small_radius = RADII[Corners(corners)]
    tokens = {
        "primary": primary_colour,
        "on-primary": on_colour(primary_colour),
        "accent": accent_colour,
        "on-accent": on_colour(accent_colour),
        "font": typeface.text,
        "heading-font": typeface.headings,
        "heading-weight": str(typeface.heading_weight),
        "heading-spacing": typeface.heading_spacing,
        "radius": radius,
        "radius-small": small_radius,
    }
    body = ";".join(f"--brand-{name}:{value}" for name, value in tokens.items())
    return f":root{{{body}}}\n"


def version_of(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:16]


def versioned_url(css: str) -> str:
    return f"{reverse('brand_css')}?v={version_of(css)}"


def embedded_url(css: str) -> str:
    """For a preview of colours that are not saved, so that no address serves them."""
    return f"data:text/css;base64,{base64.b64encode(css.encode()).decode()}"
