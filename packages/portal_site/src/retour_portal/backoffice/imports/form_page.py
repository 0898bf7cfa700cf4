"""A screen around a form for orders, which need a shop to belong to."""

from __future__ import annotations

from typing import Any

from retour_core.orders.models import Shop
from retour_portal.backoffice.form_page import FormPage as PlainFormPage
from retour_portal.backoffice.policies import BrandRolePolicy


class FormPage(PlainFormPage):
    """Its form has a field ``shop``."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``lacks_shop``: there is none that orders could become, so say so."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        choices: Any = context["form"].fields["shop"]
        return {
            **context,
            "lacks_shop": not choices.queryset.exists(),
            "may_add_shop": BrandRolePolicy(Shop).user_has_permission(
                self.request.user, "add"
            ),
        }
