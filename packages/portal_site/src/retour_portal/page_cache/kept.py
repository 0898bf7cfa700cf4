"""A public page as it is kept: with its tag, as it is and compressed."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.regex_helper import _lazy_re_compile

_ACCEPTS_GZIP = _lazy_re_compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
# What is said of one answer, not of the page.
_NOT_KEPT = {"content-length", "cache-control", "etag", "vary", "expires"}
_Response = TypeVar("_Response", bound=HttpResponse)


@dataclass(frozen=True)
class KeptPage:
    """``headers`` as the portal gave them, its policies among them."""

    content: bytes
    compressed: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]


def public_page(response: _Response) -> _Response:
    """Say that the page is the same for everybody who brings no cookie of ours."""
    response.is_public_page = True  # type: ignore[attr-defined]
    return response


def is_public(response: HttpResponse) -> bool:
    return getattr(response, "is_public_page", False)


def keep(response: HttpResponse) -> KeptPage | None:
    """``None`` for what is not said to be public, failed, or sets a cookie."""
    if not is_public(response) or response.status_code != 200 or response.cookies:
        return None
    content = response.content
    headers = tuple(
        (name, value)
        for name, value in response.items()
        if name.lower() not in _NOT_KEPT
    )
    return KeptPage(
        content=content,
        # Safe to compress, unlike a page that holds a secret (BREACH).
        compressed=gzip.compress(content, mtime=0),
        etag=f'"{hashlib.sha256(content).hexdigest()[:24]}"',
        headers=headers,
    )


def answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    """To be asked for anew each time, and answered 304 while nothing changed."""
    zipped = bool(_ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
    response = HttpResponse(page.compressed if zipped else page.content)
    for name, value in page.headers:
        response.headers[name] = value
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    # Weak: the same page whether it came compressed or not (RFC 9110, 8.8.1).
    response.headers["ETag"] = f"W/{page.etag}"
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    found = get_conditional_response(
        request, etag=response.headers["ETag"], response=response
    )
    return found or response
