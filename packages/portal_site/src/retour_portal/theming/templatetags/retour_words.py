from __future__ import annotations

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# “e-mail” in most languages: a letter, a hyphen, the rest up to the next hyphen.
_LETTER_AND_WORD = re.compile(r"\b[^\W\d_]-\w+")


@register.filter
def whole_words(text: str) -> SafeString:
    """Keeps “e-mail” on one line. By style, not by another hyphen: what is copied,
    searched for and read aloud stays as written."""
    held = _LETTER_AND_WORD.sub(
        r'<span class="whole-word">\g<0></span>', conditional_escape(text)
    )
    return mark_safe(held)  # noqa: S308 – escaped above
