"""Adding and changing one row of a brand's list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.policies.data import ListInvalid
from retour_core.sequences import TooManyRows
from retour_portal.backoffice.breadcrumbs import under
from retour_portal.backoffice.listed.pages import AboutList, list_url
from retour_portal.backoffice.listed.words import problem_text, too_many
from retour_portal.backoffice.refusals.words import refusal_words


class ListedForm(forms.Form):
    """``fields_of`` names the field that a problem without a pointer is about."""

    fields_of: dict[str, str] = {}

    def raw(self) -> dict[str, Any]:
        """What the operation reads; only of a valid form."""
        return dict(self.cleaned_data)

    def tell(self, refusal: ListInvalid) -> None:
        for problem in refusal.problems:
            name = problem.pointer.split("/")[1] if problem.pointer else ""
            name = name or self.fields_of.get(problem.code, "")
            self.add_error(name if name in self.fields else None, problem_text(problem))


class Editor(AboutList):
    """``row`` is not saved yet where something new is made."""

    http_method_names = ["get", "post", "head", "options"]
    row: Any
    form: ListedForm

    def load(self) -> Any:
        raise NotImplementedError

    def make_form(self, data: Any = None) -> ListedForm:
        raise NotImplementedError

    def save(self, raw: dict[str, Any]) -> None:
        raise NotImplementedError

    def saved_text(self) -> str:
        raise NotImplementedError

    @property
    def brand(self) -> Brand:
        brand: Brand = self.row.brand
        return brand

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.row = self.load()
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.form = self.make_form()
        return self._page()

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.form = form = self.make_form(request.POST)
        if not form.is_valid():
            return self._page(status=422)
        try:
            self.save(form.raw())
        except ListInvalid as refusal:
            form.tell(refusal)
            return self._page(status=422)
        except TooManyRows as refusal:
            form.add_error(None, too_many(refusal.context["most"]))
            return self._page(status=422)
        except DomainError as refusal:
            form.add_error(None, refusal_words(refusal))
            return self._page(status=422)
        messages.success(request, self.saved_text())
        return redirect(list_url(self.namespace, self.brand))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, list_url(self.namespace, self.brand), self.list_title)

    def _page(self, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=self.form,
            row=self.row,
            brand=self.brand,
            list_url=list_url(self.namespace, self.brand),
        )
        response: HttpResponse = self.render_to_response(context, status=status)
        return response


class AddMixin:
    """``?brand=`` says for which brand."""

    permission_required = "add"
    model: Any
    switch: Any

    def load(self) -> Any:
        return self.model(brand=self.switch.chosen)


class EditMixin:
    permission_required = "change"
    model: Any
    kwargs: dict[str, Any]

    def load(self) -> Any:
        rows = self.model._default_manager.select_related("brand")  # noqa: SLF001 - public
        return get_object_or_404(rows, pk=self.kwargs["pk"])
