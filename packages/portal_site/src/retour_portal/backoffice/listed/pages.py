"""A brand's rows in their sequence: the list, and what is done from it without a form.

Rows have ``pk``, ``brand`` and ``position``; a page of a kind of rows says the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import DeleteView

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.sequences import SequenceChanged
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.screen import BrandScreen
from retour_portal.backoffice.sequence import take_sequence


@dataclass(frozen=True)
class Entry:
    """``pk`` None is built in: nothing can be done to it. ``is_active`` None: rows of
    this kind are not switched off."""

    pk: int | None
    name: str
    facts: Sequence[str] = ()
    marks: Sequence[str] = field(default_factory=tuple)
    is_active: bool | None = None


class AboutList(BrandScreen):
    """A screen about one kind of rows of one brand; ``namespace`` is the viewset's."""

    namespace = ""
    list_title: Any = ""

    def rows(self, brand: Brand) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.filter(brand=brand)  # noqa: SLF001 - public
        return rows.order_by("position", "pk")

    def listed_under(self) -> dict[str, Any] | None:
        url = list_url(self.namespace, self.switch.chosen)
        return {"url": url, "label": self.list_title}

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        response: HttpResponseBase = self.render_to_response(self.get_context_data())
        return response


class ListPage(AboutList):
    def entries(self, brand: Brand) -> list[Entry]:
        raise NotImplementedError

    def get_page_title(self) -> str:
        return str(self.list_title)

    def listed_under(self) -> dict[str, Any] | None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand = self.switch.chosen
        query = f"?brand={brand.pk}"
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            entries=self.entries(brand),
            namespace=self.namespace,
            reorder_url=reverse(f"{self.namespace}:reorder") + query,
            add_url=reverse(f"{self.namespace}:add") + query,
        )
        return context


class ReorderView(AboutList):
    """What dragging posts: ``rule`` once for each row, in the new sequence."""

    permission_required = "change"
    http_method_names = ["post"]

    def reorder(self, brand: Brand, keys: Sequence[int]) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        brand = self.switch.chosen
        shown = self.rows(brand).values_list("pk", flat=True)
        return take_sequence(request, shown, partial(self.reorder, brand))


class AboutOne(ObjectPage):
    """Something done to one row from the list."""

    namespace = ""
    permission_required = "change"
    http_method_names = ["post"]

    def get_rows(self) -> QuerySet[Any]:
        return super().get_rows().select_related("brand")

    def act(self, request: HttpRequest, row: Any) -> None:
        raise NotImplementedError

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        try:
            self.act(request, self.object)
        except SequenceChanged as refusal:
            messages.error(request, refusal_words(refusal))
        # Whoever goes by keys stays at the row.
        url = list_url(self.namespace, self.object.brand)
        return redirect(f"{url}#rule-{self.object.pk}")


class DeleteOne(DeleteView):
    """Asks first; a row that is in use stays, and the reader is told by what."""

    namespace = ""
    http_method_names = ["get", "post", "head", "options"]

    def delete_row(self, row: Any) -> None:
        raise NotImplementedError

    def name_of(self, row: Any) -> str:
        raise NotImplementedError

    def get_page_subtitle(self) -> str:
        return self.name_of(self.object)

    def get_success_message(self) -> str:
        return _("“%(name)s” is deleted.") % {"name": self.name_of(self.object)}

    def refusal_text(self, refusal: DomainError) -> str:
        return refusal_words(refusal)

    def delete_action(self) -> None:
        self.delete_row(self.object)

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().form_valid(form)
        except DomainError as refusal:
            messages.error(self.request, self.refusal_text(refusal))
            return redirect(self.get_success_url())
        return response

    def get_success_url(self) -> str:
        return list_url(self.namespace, self.object.brand)


def list_url(namespace: str, brand: Brand) -> str:
    return f"{reverse(f'{namespace}:index')}?brand={brand.pk}"
