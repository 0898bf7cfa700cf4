from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from retour_portal.pages.queries import home_languages
from retour_portal.theming.css import version_of, versioned_url
from retour_portal.theming.languages import language_for
from retour_portal.theming.links import home_url

YEAR = 365 * 24 * 3600


@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """The theme's tokens; for ever under their own version, else by ETag."""
    theme = getattr(request, "theme", None)
    if theme is None:
        raise Http404
    css = theme.css
    version = version_of(css)
    etag = quote_etag(version)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response.headers["ETag"] = etag
    is_current = request.GET.get("v") == version
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR}, immutable" if is_current else "no-cache"
    )
    return response


@require_safe
def portal_root(request: HttpRequest) -> HttpResponse:
    """To the home page in a language the browser asks for, else in the brand's own.

    One query: a language the brand has written no pages in is not offered.
    """
    brand = getattr(request, "brand", None)
    if brand is None:
        raise Http404
    written = home_languages(request.theme.site)  # type: ignore[attr-defined]
    language = language_for(request, brand, among=written)
    response = HttpResponseRedirect(home_url(language))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def not_found(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001 - Django passes it
) -> HttpResponse:
    """In the brand's look on a brand's host; elsewhere it names nobody."""
    known = getattr(request, "brand", None) is not None
    template = "retour/errors/404.html" if known else "retour/errors/404_neutral.html"
    return render(request, template, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without a query: the database may be what failed."""
    theme = getattr(request, "theme", None)
    context = {
        "brand": getattr(request, "brand", None),
        "brand_css_url": versioned_url(theme.css) if theme is not None else "",
    }
    return HttpResponse(render_to_string("retour/errors/500.html", context), status=500)
