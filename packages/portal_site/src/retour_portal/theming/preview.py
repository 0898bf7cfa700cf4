"""The portal's home page in a look that is not saved yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from retour_portal.page_cache.parts import forget_version
from retour_portal.theming.content_policy import under_policy

if TYPE_CHECKING:
    from retour_portal.theming.models import Theme


# The editor's window frames the page; its colours come in a stylesheet's address, and
# fonts inside that.
OWN_STYLES = {"style-src": ["'self'", "data:"], "font-src": ["'self'", "data:"]}
FRAMED = {"frame-ancestors": ["'self'"], **OWN_STYLES}


def preview_page(request: HttpRequest, theme: Theme) -> HttpResponse:
    """``request`` is Wagtail's stand-in, made for whatever host the editor is on."""
    dress(request, theme)
    home = theme.site.root_page.localized.specific
    if not hasattr(home, "body"):
        return nothing_to_show(request)
    response: HttpResponse = home.serve(request)
    return under_policy(response, FRAMED)


def nothing_to_show(request: HttpRequest) -> HttpResponse:
    return under_policy(render(request, "retour/pages/no_home_page.html"), FRAMED)


def dress(request: HttpRequest, theme: Theme) -> None:
    """Show pages of the brand in this look to a ``request`` for another host."""
    forget_version(request)
    request._wagtail_site = theme.site  # type: ignore[attr-defined]  # noqa: SLF001
    request.brand = theme.brand  # type: ignore[attr-defined]
    request.theme = theme  # type: ignore[attr-defined]
    request.brand_css_url = theme.embedded_css_url  # type: ignore[attr-defined]
