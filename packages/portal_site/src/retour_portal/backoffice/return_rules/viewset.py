from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_core.policies.models import ReturnRule
from retour_portal.backoffice.return_rules import editor, pages
from retour_portal.backoffice.scoping import BrandScopedViewSet


class ReturnRuleViewSet(BrandScopedViewSet):
    model = ReturnRule
    name = "return-rules"
    icon = "retour-rule"
    menu_label = _("Return rules")
    offered = frozenset({"index", "add", "edit", "delete"})
    ordering = "position"
    delete_view_class = pages.DeleteReturnRuleView

    @property
    def index_view(self) -> Any:
        return self.construct_view(pages.ReturnRulesPage)

    @property
    def add_view(self) -> Any:
        return self.construct_view(editor.AddReturnRuleView)

    @property
    def edit_view(self) -> Any:
        return self.construct_view(editor.EditReturnRuleView)

    def get_urlpatterns(self) -> list[Any]:
        standard = [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name != "index_results"
        ]
        reorder = self.construct_view(pages.ReorderView)
        about_one = {"switch": pages.SwitchView, "move": pages.MoveView}
        return [
            *standard,
            path("reorder/", reorder, name="reorder"),
            *(
                path(f"<int:pk>/{name}/", self.construct_view(view), name=name)
                for name, view in about_one.items()
            ),
        ]
