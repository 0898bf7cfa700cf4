from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from wagtail.models import Site

from retour_portal.domains.queries import WayOn, way_on
from retour_portal.page_cache.kept import is_public
from retour_portal.page_cache.parts import (
    hostname_of,
    kept_part,
    remember_version,
    version_at,
)
from retour_portal.theming.models import Theme

View = Callable[[HttpRequest], HttpResponse]

# They answer on any host and show no brand, so they need not ask whose host it is.
_NOT_PORTAL = (
    "/admin/",
    "/api/",
    "/dev/",
    "/documents/",
    "/healthz",
    "/media/",
    "/readyz",
    "/static/",
    "/tls/",
)
# Addresses that are somebody's return or withdrawal, or lead to one.
_PRIVATE = re.compile(r"^/(?:[a-z]{2,3}(?:-[a-z0-9]+)*/(?:return|withdraw|w)|r|go|w)/")
_PERMISSIONS = (
    "accelerometer=(), camera=(self), geolocation=(self), gyroscope=(), "
    "microphone=(), payment=(), usb=()"
)


class BrandMiddleware:
    """Sets ``request.brand`` (core ``Brand``) and ``request.theme``, or ``None``.

    Both come from the Wagtail site of the host, in one small query while the process
    remembers them (``CacheVersion``). Whoever needs a brand and finds ``None`` answers
    404. A domain of a brand that is not the one in use leads on to it, whatever was
    asked for: private links outlive an address.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        theme = None
        if not request.path_info.startswith(_NOT_PORTAL):
            theme = theme_for(request)
            way = way_on(hostname_of(request)) if theme is None else None
            if way is not None:
                return _lead_on(request, way)
        if theme is not None and _PRIVATE.match(request.path_info):
            # No draft of a page is shown there: what is around it may be kept.
            remember_version(request, version_at(request))
        request.theme = theme  # type: ignore[attr-defined]
        request.brand = theme.brand if theme else None  # type: ignore[attr-defined]
        return self.get_response(request)


class PortalPolicyMiddleware:
    """Headers of the portal's pages; those of a return are neither kept nor found."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(_NOT_PORTAL):
            return response
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        if _PRIVATE.match(request.path_info):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            if not is_public(response):
                add_never_cache_headers(response)
        return response


def _lead_on(request: HttpRequest, way: WayOn) -> HttpResponse:
    """308 keeps what a form posts. Browsers keep it for an hour only: a brand may go
    back to the address it left."""
    response = HttpResponse(status=308 if way.is_permanent else 307)
    response.headers["Location"] = way.portal_url + request.get_full_path()
    kept = "max-age=3600" if way.is_permanent else "no-store"
    response.headers["Cache-Control"] = f"private, {kept}"
    return response


def theme_for(request: HttpRequest) -> Theme | None:
    """The theme of the request's site, if it has one that names a brand.

    Of sites that differ by their port alone, that of the request's.
    """
    host = hostname_of(request)
    found = _themes_kept(host, version_at(request))
    if not found:
        # Wagtail gives a stranger's host the default site, if somebody made one.
        site = Site.find_for_request(request)
        if site is not None and site.hostname != host:
            request._wagtail_site = None  # type: ignore[attr-defined]  # noqa: SLF001
        return None
    port = int(request.get_port())
    theme = next((one for one in found if one.site.port == port), found[0])
    request._wagtail_site = theme.site  # type: ignore[attr-defined]  # noqa: SLF001
    return theme


def _themes_kept(host: str, version: str | None) -> list[Theme]:
    if version is None:
        return []  # there is no site of that name
    return kept_part(version, f"themes.{host}", lambda: _themes_at(host))


def _themes_at(host: str) -> list[Theme]:
    themes = Theme.base_queryset().filter(site__hostname=host, brand__isnull=False)
    themes = themes.select_related("site__root_page").order_by("site_id")
    return list(themes)
