"""Parts that many public pages share, kept as long as the pages themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.http import HttpRequest
from django.http.request import split_domain_port

from retour_portal.page_cache.queries import version_of

_Part = TypeVar("_Part")
_READ = "_retour_site_version"


def hostname_of(request: HttpRequest) -> str:
    """As Wagtail's sites name it: no port, no dot at the end."""
    return split_domain_port(request.get_host())[0].rstrip(".")


def version_at(request: HttpRequest) -> str | None:
    """``version_of`` the host that is asked, read once a request."""
    if _READ not in request.__dict__:
        request.__dict__[_READ] = version_of(hostname_of(request))
    version: str | None = request.__dict__[_READ]
    return version


def remember_version(request: HttpRequest, version: str | None) -> None:
    request.cache_version = version  # type: ignore[attr-defined]


def forget_version(request: HttpRequest) -> None:
    """Keep nothing of what is shown: it is another host's than ``request`` asks."""
    request.__dict__[_READ] = None
    remember_version(request, None)


def part(request: HttpRequest, name: str, make: Callable[[], _Part]) -> _Part:
    """What ``make`` gives, once per version of the site; made anew for who may see
    more than everybody does. ``name`` says all that it depends on beside the site."""
    version = getattr(request, "cache_version", None)
    # Sites that differ by their port alone have one version.
    return kept_part(version, f"{request.get_port()}.{name}", make)


def kept_part(version: str | None, name: str, make: Callable[[], _Part]) -> _Part:
    """As ``part``, for who knows the version of the site; made anew for ``None``.

    Read the version before what ``make`` reads: then nothing old is kept under it.
    """
    if version is None:
        return make()
    key = f"part.{version}.{name}"
    kept: _Part | None = caches["pages"].get(key)
    if kept is None:
        kept = make()
        caches["pages"].set(key, kept)
    return kept
