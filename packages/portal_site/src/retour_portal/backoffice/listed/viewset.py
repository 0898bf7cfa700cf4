from __future__ import annotations

from typing import Any, ClassVar

from django.urls import path

from retour_portal.backoffice.scoping import BrandScopedViewSet


class ListedViewSet(BrandScopedViewSet):
    """``views`` are index, add and edit; the others go by the name of their URL."""

    offered = frozenset({"index", "add", "edit", "delete"})
    ordering = "position"
    views: ClassVar[dict[str, Any]] = {}
    about_all: ClassVar[dict[str, Any]] = {}
    about_one: ClassVar[dict[str, Any]] = {}

    @property
    def index_view(self) -> Any:
        return self.construct_view(self.views["index"])

    @property
    def add_view(self) -> Any:
        return self.construct_view(self.views["add"])

    @property
    def edit_view(self) -> Any:
        return self.construct_view(self.views["edit"])

    def get_urlpatterns(self) -> list[Any]:
        standard = [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name != "index_results"
        ]
        return [
            *standard,
            *(
                path(f"{name}/", self.construct_view(view), name=name)
                for name, view in self.about_all.items()
            ),
            *(
                path(f"<int:pk>/{name}/", self.construct_view(view), name=name)
                for name, view in self.about_one.items()
            ),
        ]
