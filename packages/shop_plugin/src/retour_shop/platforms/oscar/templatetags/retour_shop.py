from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from retour_core.domain.withdrawal import as_label, statutory_words
from retour_shop.platforms.oscar.links import return_link, withdrawal_link
from retour_shop.platforms.oscar.queries import returns_of

register = template.Library()


@register.simple_tag
def retour_return_link(order: Any) -> str:
    """A fresh signed link for this order's customer, or nothing to show."""
    return return_link(order, now=timezone.now())


@register.inclusion_tag("retour_shop/withdraw.html")
def retour_withdraw(order: Any | None = None, css_class: str = "") -> dict[str, str]:
    """The link to the withdrawal function, in the law's words for the page's language.

    In the footer of every page, and with ``order`` on the page of an order. The words
    are fixed by law: no catalogue translates them.
    """
    language = get_language() or "en"
    words = statutory_words(language)
    is_other = words.language != language.partition("-")[0]
    return {
        "url": withdrawal_link(order, now=timezone.now()),
        "label": as_label(words.entry),
        "lang": words.language if is_other else "",
        "css_class": css_class,
    }


@register.simple_tag
def retour_returns(order: Any) -> list[Any]:
    return list(returns_of(order))


@register.simple_tag
def retour_push_state(order: Any) -> Any:
    return getattr(order, "retour_push", None)
