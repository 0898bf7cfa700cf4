from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from retour_portal.fonts.models import WebFontPart

_YEAR = 365 * 24 * 3600


@require_safe
def brand_font(request: HttpRequest, digest: str) -> HttpResponse:
    """A part of a font that the host's look has or had; another's is 404. One query."""
    theme = getattr(request, "theme", None)
    if theme is None:
        raise Http404
    parts = WebFontPart.objects.filter(font__site=theme.site_id, digest=digest)
    part = parts.first()
    if part is None:
        raise Http404
    response = HttpResponse(bytes(part.data), content_type="font/woff2")
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
