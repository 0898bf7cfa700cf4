"""Adding and changing an endpoint."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, EditView


class _Refusing:
    template_name = "retour_backoffice/webhooks/form.html"
    request: Any
    saved_words: Any = ""

    def form_valid(self, form: Any) -> HttpResponse:
        endpoint = form.save_or_refuse()
        if endpoint is None:
            view: Any = self
            view.produced_error_message = view.get_error_message()
            response: HttpResponse = view.form_invalid(form)
            return response
        messages.success(self.request, self.saved_words)
        return redirect("webhooks:inspect", endpoint.pk)

    def get_page_subtitle(self) -> str:
        return ""


class AddWebhookView(_Refusing, CreateView):
    page_title = gettext_lazy("Add a webhook")
    error_message = gettext_lazy("The webhook could not be added.")
    submit_button_label = gettext_lazy("Add the webhook")
    saved_words = gettext_lazy(
        "The webhook is added. Set its secret in the system that receives it."
    )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listed = {"url": reverse("webhooks:index"), "label": _("Webhooks")}
        return [*self.breadcrumbs_items, listed, {"url": "", "label": self.page_title}]


class EditWebhookView(_Refusing, EditView):
    error_message = gettext_lazy("The webhook could not be saved.")
    saved_words = gettext_lazy("The webhook is saved.")
