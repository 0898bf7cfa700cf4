from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from retour_portal.editorial.rights import collections_of
from retour_portal.videos.checking import CAPTION_TYPES, VIDEO_TYPES
from retour_portal.videos.ranges import OutOfRange, asked_range

_STEP = 256 * 1024
_TYPES = VIDEO_TYPES | CAPTION_TYPES


@require_safe
def video_file(
    request: HttpRequest, document_id: int, filename: str
) -> HttpResponseBase:
    """A video or its captions, on the host of the brand whose file it is; in parts,
    which players need to seek, and Safari to play at all.

    Anything else answers 404: another brand's, another kind of file, one in private.
    """
    document = _found(request, document_id, filename)
    size, tag = document.file.size, f'"{document.get_file_hash()}"'
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        asked = ""
    try:
        part = asked_range(asked, size)
    except OutOfRange:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    start, end = part or (0, size - 1)
    response = StreamingHttpResponse(
        _bytes(document.file, start, end + 1 - start),
        status=206 if part else 200,
        content_type=_TYPES[document.file_extension.lower()],
    )
    if part:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end + 1 - start)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _found(request: HttpRequest, document_id: int, filename: str) -> Any:
    brand = getattr(request, "brand", None)
    if brand is None:
        raise Http404
    own = get_document_model().objects.filter(collection__in=collections_of(brand.pk))
    document = own.filter(pk=document_id).select_related("collection").first()
    if (
        document is None
        or document.filename != filename
        or document.file_extension.lower() not in _TYPES
        or document.collection.get_view_restrictions().exists()
    ):
        raise Http404
    return document


def _bytes(file: Any, start: int, left: int) -> Iterator[bytes]:
    with file.storage.open(file.name, "rb") as stored:
        stored.seek(start)
        while left > 0 and (chunk := stored.read(min(_STEP, left))):
            left -= len(chunk)
            yield chunk
