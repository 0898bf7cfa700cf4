from __future__ import annotations

from django import template

from retour_core.accounts.queries import has_administrator

register = template.Library()


@register.simple_tag
def nobody_can_sign_in() -> bool:
    """Whether the installation is so new that it has no administrator; one query."""
    return not has_administrator()
