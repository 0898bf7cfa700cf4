from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from retour_portal.page_cache.kept import KeptPage, answer, keep
from retour_portal.page_cache.parts import remember_version, version_at

_OURS = "retour_"
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class PageCacheMiddleware:
    """Answers for public pages that were shown before, with one small query.

    Kept in the memory of each process, by the address of the page and the version of
    its site (``CacheVersion``), and for minutes only, since some blocks count days.
    Visitors who bring a cookie of ours, staff above all, neither get nor fill it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        pages = caches["pages"]
        kept: KeptPage | None = pages.get(key)
        if kept is None:
            response = self.get_response(request)
            kept = keep(response)
            if kept is None:
                return response
            pages.set(key, kept)
        return answer(request, kept)


def _key(request: HttpRequest) -> str | None:
    if request.method != "GET" or request.META.get("QUERY_STRING"):
        return None
    if any(name.startswith(_OURS) for name in request.COOKIES):
        return None
    if not _may_be_public(request.path_info):
        return None
    version = version_at(request)
    if version is None:
        return None
    remember_version(request, version)
    parts = (version, request.scheme or "", request.get_host(), request.path_info)
    return f"page.{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}"


def _may_be_public(path: str) -> bool:
    """Below a language, and not below the address of somebody's return."""
    parts = path.split("/", 3)
    if len(parts) < 3 or parts[1] not in _LANGUAGES:
        return False
    return parts[2] not in ("return", "w", "withdraw") or parts[3:] == [""]
