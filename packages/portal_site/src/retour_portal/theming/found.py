"""What search engines read of a brand's host: ``robots.txt``, ``sitemap.xml``."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from retour_portal.pages.queries import listed_pages
from retour_portal.theming.languages import offered_languages

# Steps of a return and whatever a private link opens; noindex by header as well.
_CLOSED = ("/admin/", "/api/", "/go/", "/o/", "/r/", "/w/", "/unsubscribe/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A host without a brand has nothing to be found.

    Flow pages stay open to crawlers: they could not read their noindex otherwise.
    """
    lines = ["User-agent: *"]
    if getattr(request, "brand", None) is None:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {path}" for path in _CLOSED]
        lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The brand's live pages, each with its translations; 404 without a brand."""
    theme = getattr(request, "theme", None)
    if theme is None:
        raise Http404
    context = {
        "pages": listed_pages(theme.site, offered_languages(theme.brand)),
        "origin": f"{request.scheme}://{request.get_host()}",
    }
    return render(
        request, "retour/sitemap.xml", context, content_type="application/xml"
    )
