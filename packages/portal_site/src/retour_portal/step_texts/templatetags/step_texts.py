from __future__ import annotations

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html

from retour_portal.flow.slots.registry import SLOTS
from retour_portal.step_texts.texts import text_for

register = template.Library()


@register.simple_tag(takes_context=True)
def step_text(context: template.Context, slot: str) -> str:
    """The text of a slot, escaped; the lines of a long one stay lines."""
    text = text_for(context.get("request"), slot, context)
    return linebreaksbr(text) if SLOTS[slot].kind.is_long else text


@register.simple_tag(takes_context=True)
def step_note(context: template.Context, slot: str) -> str:
    """A paragraph of what the editor adds; nothing without it."""
    text = text_for(context.get("request"), slot, context)
    if not text:
        return ""
    return format_html('<p class="flow__note">{}</p>', linebreaksbr(text))
