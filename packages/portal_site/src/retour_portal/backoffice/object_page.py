"""A screen about one row, in the admin's furniture."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.views import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from retour_portal.backoffice.breadcrumbs import under


class ObjectPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """Loads ``object`` from ``get_rows()``; construct it in a ``BrandScopedViewSet``.

    The viewset answers 404 for rows of other brands before a method runs here.
    """

    model: type[Model] | None = None
    permission_required = "view"
    index_url_name: str | None = None
    header_icon = ""
    http_method_names = ["get", "head", "options"]
    object: Any

    def get_rows(self) -> QuerySet[Any]:
        assert self.model is not None  # noqa: S101 - given by the viewset
        return self.model._default_manager.all()  # noqa: SLF001 - public

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.object = get_object_or_404(self.get_rows(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        response: HttpResponseBase = self.render_to_response(self.get_context_data())
        return response

    def refused(self, **shown: Any) -> HttpResponseBase:
        """The page again, with the form that was not valid, ``shown`` by its name in
        the context where the page does not keep it itself."""
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(**shown), status=422
        )
        return response

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        meta = self.object._meta  # noqa: SLF001 - public
        url = reverse(self.index_url_name) if self.index_url_name else ""
        return under(self, url, capfirst(meta.verbose_name_plural))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs, object=self.object)
        return context


class ObjectAction(ObjectPage):
    """Does something with the row and leads back to its page."""

    permission_required = "change"
    http_method_names = ["post"]

    def act(self, row: Any) -> None:
        raise NotImplementedError

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.act(self.object)
        place = request.resolver_match
        assert place is not None  # noqa: S101 - a request that got here has one
        return redirect(f"{place.namespace}:inspect", self.object.pk)
