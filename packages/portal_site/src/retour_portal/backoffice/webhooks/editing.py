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

from retour_portal.backoffice.breadcrumbs import under
from retour_portal.backoffice.refusing import Refusing


class _SavedByOperation(Refusing):
    template_name = "retour_backoffice/webhooks/form.html"
    saved_words: Any = ""

    def carry_out(self, form: Any) -> HttpResponse | None:
        endpoint = form.save_or_refuse()
        if endpoint is None:
            return None
        messages.success(self.request, self.saved_words)
        return redirect("webhooks:inspect", endpoint.pk)


class AddWebhookView(_SavedByOperation, CreateView):
    page_title = gettext_lazy("Add a webhook")
    error_message = gettext_lazy("The webhook could not be added.")
    submit_button_label = gettext_lazy("Add the webhook")
    saved_words = gettext_lazy(
        "The webhook is added. Set its secret in the system that receives it."
    )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, reverse("webhooks:index"), _("Webhooks"))


class EditWebhookView(_SavedByOperation, EditView):
    error_message = gettext_lazy("The webhook could not be saved.")
    saved_words = gettext_lazy("The webhook is saved.")
