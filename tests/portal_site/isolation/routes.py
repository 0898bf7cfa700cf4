"""Every URL of the admin and of the APIs, as Django knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Route:
    """``name`` as ``reverse`` takes it, or the path itself where there is none;
    ``path`` has ``{name}`` where an argument goes."""

    name: str
    path: str

    @property
    def params(self) -> tuple[str, ...]:
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def label(self) -> str:
        """Unlike the name, never that of two routes."""
        return f"{self.name} {'/'.join(self.params)}".strip()


def routes_below(*prefixes: str) -> list[Route]:
    return [route for route in _walk(get_resolver()) if route.path.startswith(prefixes)]


def _walk(
    resolver: Any, prefix: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[Any]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            plain = _plain(path)
            yield Route(
                ":".join((*spaces, pattern.name)) if pattern.name else plain, plain
            )
            continue
        own = (pattern.namespace,) if pattern.namespace else ()
        yield from _walk(pattern, path, spaces + own)


def _plain(path: str) -> str:
    path = re.sub(
        r"<(?:\w+:)?(\w+)>", r"{\1}", re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", path)
    )
    return (
        path.replace("\\.", ".").replace("^", "").replace("/?$", "/").replace("$", "")
    )
