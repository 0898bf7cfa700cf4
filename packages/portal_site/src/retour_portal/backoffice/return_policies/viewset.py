from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_core.brands.models import Brand
from retour_core.policies.models import ReturnPolicy
from retour_portal.backoffice.return_policies.editor import EditPolicyView
from retour_portal.backoffice.return_policies.history import (
    PolicyHistoryPage,
    UseVersionView,
)
from retour_portal.backoffice.return_policies.pages import ReturnPoliciesPage
from retour_portal.backoffice.scoping import BrandScopedViewSet


class ReturnPolicyViewSet(BrandScopedViewSet):
    """By brand and kind, because a policy that nobody saved yet holds all the same."""

    model = ReturnPolicy
    name = "return-policies"
    icon = "retour-policy"
    menu_label = _("Return policies")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(ReturnPoliciesPage)

    def get_urlpatterns(self) -> list[Any]:
        standard = [p for p in super().get_urlpatterns() if p.name == "index"]
        edit = self.construct_view(EditPolicyView, model=Brand)
        history = self.construct_view(PolicyHistoryPage, model=Brand)
        use = self.construct_view(UseVersionView)
        return [
            *standard,
            path("<int:pk>/<slug:kind>/", edit, name="edit_kind"),
            path("<int:pk>/<slug:kind>/history/", history, name="kind_history"),
            path("version/<int:pk>/use/", use, name="use_version"),
        ]
