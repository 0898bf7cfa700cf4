"""The picture that goes with a page's address where people share it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from retour_portal.page_cache.parts import part
from retour_portal.theming.links import page_address

# What the networks crop to, as WebP is not read everywhere.
_WIDE = "fill-1200x630|format-jpeg"
_LOGO = "max-1200x630|format-png"


@dataclass(frozen=True)
class SocialPicture:
    """``url`` is absolute, on the host of the page."""

    url: str
    width: int
    height: int
    alt: str
    is_wide: bool


def social_picture(request: HttpRequest) -> SocialPicture | None:
    """The page's own picture, else the theme's, else its logo.

    ``None`` for what is no public page. Kept with the pages; made anew, a
    page's own picture is one query, and the scaled one comes out of Wagtail's cache.
    """
    page: Any = getattr(request, "portal_page", None)
    theme: Any = getattr(request, "theme", None)
    if theme is None or not page_address(request):
        return None
    found = part(
        request, f"social.{page.pk}", lambda: _scaled(page.social_image, theme)
    )
    if found is None:
        return None
    return replace(found, url=request.build_absolute_uri(found.url))


def _scaled(own: Any, theme: Any) -> SocialPicture | None:
    """With the path alone, which is the same on every host."""
    picture = own or theme.social_image
    image = picture or theme.logo
    # No network shows a drawing, and Wagtail makes no pixels of one.
    if image is None or image.is_svg():
        return None
    scaled = image.get_rendition(_WIDE if picture else _LOGO)
    alt = image.description or theme.brand.name
    return SocialPicture(
        url=scaled.url,
        width=scaled.width,
        height=scaled.height,
        alt=alt,
        is_wide=picture is not None,
    )
