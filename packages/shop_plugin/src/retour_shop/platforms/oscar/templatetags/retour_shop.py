from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from retour_shop.platforms.oscar.links import return_link
from retour_shop.platforms.oscar.queries import returns_of

register = template.Library()


@register.simple_tag
def retour_return_link(order: Any) -> str:
    """A fresh signed link for this order's customer, or nothing to show."""
    return return_link(order, now=timezone.now())


@register.simple_tag
def retour_returns(order: Any) -> list[Any]:
    return list(returns_of(order))


@register.simple_tag
def retour_push_state(order: Any) -> Any:
    return getattr(order, "retour_push", None)
