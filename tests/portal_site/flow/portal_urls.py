"""The URLs of a portal, as Django knows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver

# What answers no customer, or is Wagtail's and Django's own.
_ELSEWHERE = (
    "admin/",
    "api/",
    "dev/",
    "documents/",
    "hooks/",
    "i18n/",
    "media/",
    "tls/",
)
_WAGTAILS = "wagtailcore_"


def portal_urls(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    """The names of the URLs that answer on a portal's host."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if str(pattern.pattern).startswith(_ELSEWHERE):
            continue
        if isinstance(pattern, URLResolver):
            own = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from portal_urls(pattern.url_patterns, own)
        elif pattern.name and not pattern.name.startswith(_WAGTAILS):
            yield f"{namespace}{pattern.name}"
