"""Adding and changing an address."""

from __future__ import annotations

from typing import Any

from django.db import transaction
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
    template_name = "retour_backoffice/tracking_hooks/form.html"
    saved_words: Any = ""

    @transaction.atomic
    def carry_out(self, form: Any) -> HttpResponse | None:
        hook = form.save_or_refuse()
        if hook is None:
            return None
        messages.success(self.request, self.saved_words)
        return redirect("tracking-hooks:inspect", hook.pk)


class AddHookView(_SavedByOperation, CreateView):
    page_title = gettext_lazy("Add a tracking address")
    error_message = gettext_lazy("The address could not be added.")
    submit_button_label = gettext_lazy("Add the address")
    saved_words = gettext_lazy("The address is there. Enter it at the other side.")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, reverse("tracking-hooks:index"), _("Tracking addresses"))


class EditHookView(_SavedByOperation, EditView):
    error_message = gettext_lazy("The address could not be saved.")
    saved_words = gettext_lazy("The address is saved.")
