"""A draft as its readers get it: no account, nothing kept, nothing that acts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from retour_portal.editorial.draft_links import find_link
from retour_portal.pages.queries import brand_of
from retour_portal.theming.content_policy import under_policy

# Browsers send no form of this page anywhere; there is no way round it in the page.
_NOTHING_IS_SENT = {"form-action": ["'none'"], "connect-src": ["'none'"]}


@require_safe
def draft_page(request: HttpRequest, token: str) -> HttpResponse:
    """Answers on the host of the page's own brand only; 410 once the link has ended."""
    link = find_link(token)
    brand: Any = getattr(request, "brand", None)
    if link is None or brand is None or brand_of(link.page) != brand:
        raise Http404
    if not link.opens(timezone.now()):
        return _apart(render(request, "retour/errors/draft_ended.html", status=410))
    draft = link.page.get_latest_revision_as_object()
    request.is_preview = True  # type: ignore[attr-defined]
    request.draft_link = link  # type: ignore[attr-defined]
    with translation.override(draft.locale.language_code):
        response: Any = draft.serve(request)
        response.render()
    response.is_public_page = False
    return _apart(under_policy(response, _NOTHING_IS_SENT))


def _apart(response: HttpResponse) -> HttpResponse:
    """Neither found nor kept, and no other site learns of the address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    add_never_cache_headers(response)
    return response
