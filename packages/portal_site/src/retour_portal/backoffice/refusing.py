"""Adding and changing rows by operations that may refuse."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse


def refused(view: Any, form: Any) -> HttpResponse:
    """The form of a Wagtail view again, with the errors somebody added to it."""
    view.produced_error_message = view.get_error_message()
    response: HttpResponse = view.form_invalid(form)
    return response


class Refusing:
    """Mixed in before a view of add or edit whose form cannot just be saved."""

    request: Any
    page_title: Any

    def carry_out(self, form: Any) -> HttpResponse | None:
        """Save and lead on; ``None`` with the reason among the form's errors."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        return self.carry_out(form) or refused(self, form)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Wagtail ends them with the subtitle, which these pages have none of."""
        view: Any = super()
        here = getattr(self, "object", None) or self.page_title
        last = {"url": "", "label": str(here)}
        return [*view.get_breadcrumbs_items()[:-1], last]
