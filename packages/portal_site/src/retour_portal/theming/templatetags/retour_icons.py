from __future__ import annotations

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A symbol of ``retour/img/icons.svg``, beside words that say the same."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24">'
        '<use href="{}#{}"></use></svg>',
        static("retour/img/icons.svg"),
        name,
    )
