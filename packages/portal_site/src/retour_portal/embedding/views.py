"""The form that finds an order, inside a page of the shop.

Only the form is framed. What it finds opens in the whole window, so no step of a return
depends on a cookie in a frame, and no page of the shop ever frames somebody's return.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from retour_portal.flow.access import brand_of
from retour_portal.flow.forms import LookupForm
from retour_portal.theming.content_policy import under_policy

_SCRIPT = "retour/embed/script.js"


@require_safe
def framed_lookup(request: HttpRequest) -> HttpResponse:
    """404 unless the brand names a page that may frame it."""
    brand_of(request)
    embedders = request.theme.embedders  # type: ignore[attr-defined]
    if not embedders:
        raise Http404
    response = render(
        request,
        "retour/embed/lookup.html",
        {"form": LookupForm(), "embedders": " ".join(embedders)},
    )
    # What the decorators of django-csp and Django set, known only here.
    under_policy(response, {"frame-ancestors": embedders})
    response.xframe_options_exempt = True
    return response


@require_safe
def embed_script(request: HttpRequest) -> HttpResponse:
    """The same for every brand: it finds its portal by its own address."""
    brand_of(request)
    response = render(request, _SCRIPT, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
