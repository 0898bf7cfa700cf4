"""What a customer reads in a slot: the brand's own text in the page's language, else
the standard text in that language; never an own text in another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from retour_core.notifications.placeholders import filled
from retour_portal.flow.slots.registry import SLOTS
from retour_portal.page_cache.parts import kept_part, version_at
from retour_portal.step_texts.queries import published_texts

_KEPT = "_retour_step_texts"


def text_for(
    request: HttpRequest | None, key: str, context: Mapping[str, Any] | Any
) -> str:
    """Plain text, to be escaped. ``context`` is that of the page's template, where the
    values of placeholders are; ``KeyError`` for what is no slot."""
    slot = SLOTS[key]
    own = own_texts(request).get(key) if request is not None else None
    text = own or slot.standard_text()
    return filled(text, {name: _VALUES[name](context) for name in slot.names})


def own_texts(request: HttpRequest) -> Mapping[str, str]:
    """In the active language, by key; at most one query a page, and none while the
    process remembers them: publishing makes a new version of the site's pages."""
    language = get_language() or "en"
    read: dict[str, Mapping[str, str]] = request.__dict__.setdefault(_KEPT, {})
    if language not in read:
        read[language] = _read(request, language)
    return read[language]


def show_instead(request: HttpRequest, language: str, texts: Mapping[str, str]) -> None:
    """For a preview: these texts count in ``request``, whatever is published."""
    request.__dict__[_KEPT] = {language: texts}


def _read(request: HttpRequest, language: str) -> Mapping[str, str]:
    theme = getattr(request, "theme", None)
    if theme is None or theme.brand_id is None:
        return {}
    return kept_part(
        version_at(request),
        f"step-texts.{theme.brand_id}.{language}",
        lambda: published_texts(theme.brand_id, language),
    )


def _order(context: Any) -> str:
    return str(context.get("order_number") or context["ret"].order.number)


_VALUES: Mapping[str, Callable[[Any], str]] = {
    "brand": lambda context: context["brand"].name if context.get("brand") else "",
    "order": _order,
    "rma": lambda context: context["ret"].rma_number,
    "deadline": lambda context: context.get("send_by") or "",
}
