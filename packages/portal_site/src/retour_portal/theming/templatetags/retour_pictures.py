from __future__ import annotations

from typing import Any

from django import template

from retour_portal.theming.first_view import light_picture, room_for_picture

register = template.Library()


@register.simple_tag(takes_context=True)
def first_picture(context: Any, image: Any) -> list[Any]:
    """Renditions of the picture a page opens with, as light as the brand's fonts ask
    for; see ``light_picture``."""
    return light_picture(image, room_for_picture(context.get("theme")))
