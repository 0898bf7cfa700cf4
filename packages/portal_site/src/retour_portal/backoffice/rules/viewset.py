from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_core.orders.models import ShippingRule
from retour_portal.backoffice.rules import editor, pages
from retour_portal.backoffice.scoping import BrandScopedViewSet


class ShippingRuleViewSet(BrandScopedViewSet):
    model = ShippingRule
    name = "shipping-rules"
    icon = "retour-rule"
    menu_label = _("Shipping rules")
    offered = frozenset({"index", "add", "edit", "delete"})
    ordering = "position"
    delete_view_class = pages.DeleteRuleView

    @property
    def index_view(self) -> Any:
        return self.construct_view(pages.RulesPage)

    @property
    def add_view(self) -> Any:
        return self.construct_view(editor.AddRuleView)

    @property
    def edit_view(self) -> Any:
        return self.construct_view(editor.EditRuleView)

    def get_urlpatterns(self) -> list[Any]:
        standard = [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name != "index_results"
        ]
        about_all = {
            "reorder": pages.ReorderView,
            "preview": pages.PreviewPage,
            "apply": pages.ApplyView,
        }
        about_one = {"switch": pages.SwitchView, "move": pages.MoveView}
        return [
            *standard,
            *(
                path(f"{name}/", self.construct_view(view), name=name)
                for name, view in about_all.items()
            ),
            *(
                path(f"<int:pk>/{name}/", self.construct_view(view), name=name)
                for name, view in about_one.items()
            ),
        ]
