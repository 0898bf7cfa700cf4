from __future__ import annotations

from typing import Any

from django import template

from retour_portal.backoffice.chosen.bar import brand_bar

register = template.Library()


@register.inclusion_tag("retour_backoffice/brand_bar.html", takes_context=True)
def retour_brand_bar(context: Any) -> dict[str, Any]:
    """Empty for who has one brand, and on pages nobody is signed in to."""
    request = context.get("request")
    if request is None or not getattr(request, "user", None):
        return {"bar": None}
    bar = brand_bar(request, context.get("view"))
    return {"bar": bar, "request": request, "csrf_token": context.get("csrf_token")}
