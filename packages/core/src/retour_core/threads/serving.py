"""A photo over HTTP, for whoever has shown that they may see it."""

from __future__ import annotations

from django.http import FileResponse, Http404

from retour_core.returns.models import Return
from retour_core.threads.models import Photo


def photo_response(ret: Return, photo: Photo | None, *, is_small: bool) -> FileResponse:
    """The large picture or its thumbnail, kept by no shared cache and able to do
    nothing but be looked at. ``Http404`` where there is none."""
    if photo is None:
        raise Http404
    stored = photo.thumbnail if is_small else photo.file
    try:
        content = stored.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        content_type="image/jpeg",
        filename=f"{ret.rma_number}-{photo.pk}.jpg",
    )
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
