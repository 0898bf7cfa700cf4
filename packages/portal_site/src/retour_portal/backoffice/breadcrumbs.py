"""The way to a page of the admin: the list it came from, then the page."""

from __future__ import annotations

from typing import Any


def under(view: Any, url: str, label: object) -> list[dict[str, Any]]:
    """What ``view.get_breadcrumbs_items`` answers for a page of the list at ``url``."""
    return [
        *view.breadcrumbs_items,
        {"url": url, "label": label},
        {"url": "", "label": view.get_page_title()},
    ]
