"""The one place where views of the back office are kept to the brands of their user.

Every view of every viewset is constructed here; none has to remember the scope. A row
of another brand answers 404 like one that does not exist, whatever is asked of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from retour_core.brands.models import Brand
from retour_portal.backoffice.policies import choices_for, scoped


class Scoped:
    """Mixed in before a view class: its object, rows, filters and form choices."""

    model: type[Model]
    request: HttpRequest

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if "pk" in kwargs:
            self._require_row(kwargs["pk"])
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return response

    def get_base_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_queryset()  # type: ignore[misc]
        return scoped(rows, self.request.user)

    def get_base_object_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_object_queryset()  # type: ignore[misc]
        return scoped(rows, self.request.user)

    def get_form(self, *args: Any, **kwargs: Any) -> forms.BaseForm:
        form: forms.BaseForm = super().get_form(*args, **kwargs)  # type: ignore[misc]
        self._scope_choices(form, getattr(self, "permission_required", None) or "view")
        _take_only_choices(form)
        return form

    @cached_property
    def filters(self) -> Any:
        filters = super().filters  # type: ignore[misc]
        if filters is not None:
            self._scope_choices(filters.form, "view")
        return filters

    def _require_row(self, pk: Any) -> None:
        rows = self.model._default_manager.filter(pk=pk)  # noqa: SLF001 - public
        action = getattr(self, "permission_required", None) or "view"
        if scoped(rows, self.request.user, action).exists():
            return
        if scoped(rows, self.request.user).exists():
            raise PermissionDenied
        raise Http404

    def _scope_choices(self, form: forms.BaseForm, action: str) -> None:
        for field in form.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = choices_for(
                    field.queryset, self.request.user, of=self.model, action=action
                )


def _take_only_choices(form: forms.BaseForm) -> None:
    """Nobody picks where there is one row to pick; a field with a value keeps it."""
    for name, field in form.fields.items():
        if not isinstance(field, forms.ModelChoiceField) or field.disabled:
            continue
        if not field.required or form.get_initial_for_field(field, name):
            continue
        rows: Any = field.queryset
        is_many = isinstance(field, forms.ModelMultipleChoiceField)
        # Among rows to tick, none is what one begins with, but for whose it shall be.
        if is_many and rows.model is not Brand:
            continue
        found = list(rows[:2])
        if len(found) == 1:
            form.initial[name] = [found[0].pk] if is_many else found[0].pk
            field.empty_label = None


class BrandScopedViewSet(ModelViewSet):
    """A viewset whose views all keep to the brands of their user.

    ``offered`` names the standard views that exist (of ``index``, ``add``, ``edit``,
    ``delete``, ``history``, ``inspect``); for the rest there is no URL.
    ``model_form`` is what add and edit show, for viewsets that offer them.
    """

    model_form: ClassVar[type[forms.BaseModelForm[Any]] | None] = None
    offered: ClassVar[frozenset[str]] = frozenset({"index", "inspect"})
    add_to_reference_index = False
    copy_view_enabled = False

    def construct_view(self, view_class: type[View], **kwargs: Any) -> Any:
        kept_in = type(view_class.__name__, (Scoped, view_class), {})
        return super().construct_view(kept_in, **kwargs)

    @property
    def inspect_view_enabled(self) -> bool:
        return "inspect" in self.offered

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002 - Wagtail's signature
        return self.model_form

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        for name in ("add", "edit", "delete", "history", "usage"):
            if name not in self.offered:
                common[f"{name}_url_name"] = ViewSet.UNDEFINED
        return common

    def row_paths(self, views: Mapping[str, tuple[str, type[View]]]) -> list[Any]:
        """URLs of views about one row: by name, what follows the row, and the view."""
        return [
            path(f"<int:pk>/{tail}", self.construct_view(view), name=name)
            for name, (tail, view) in views.items()
        ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name.removesuffix("_results") in self.offered
        ]
