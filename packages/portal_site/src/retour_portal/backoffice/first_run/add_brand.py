"""Brands → Add a brand: the first as well as every later one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.accounts.queries import account
from retour_portal.backoffice.breadcrumbs import under
from retour_portal.backoffice.first_run.forms import HOST_TAKEN, AddBrandForm
from retour_portal.backoffice.first_run.operations import found_brand
from retour_portal.backoffice.form_page import FormPage
from retour_portal.pages.operations import PortalHostTaken
from retour_portal.theming.models import Theme


class AddBrandView(FormPage):
    index_url_name = ""
    form_class = AddBrandForm
    template_name = "retour_backoffice/first_run/add_brand.html"
    page_title = gettext_lazy("Add a brand")

    def get_initial(self) -> dict[str, Any]:
        look = Theme()
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        return {
            "support_email": account().email,
            "language": language,
            "languages": [language],
            "primary_colour": look.primary_colour,
            "accent_colour": look.accent_colour,
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, reverse(self.index_url_name), _("Brands"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs, chose_logo=bool(self.request.FILES)
        )
        return context

    def form_valid(self, form: forms.Form) -> HttpResponse:
        assert isinstance(form, AddBrandForm)  # noqa: S101 - form_class
        try:
            brand, is_new = found_brand(form.new_brand())
        except PortalHostTaken as taken:
            form.add_error(
                "portal_address", forms.ValidationError(HOST_TAKEN, taken.code)
            )
            return self.form_invalid(form)
        sentence = (
            _("%(brand)s has a portal now. Only you see it until you switch it on.")
            if is_new
            else _("%(brand)s is at that address already; nothing was changed.")
        )
        messages.success(self.request, sentence % {"brand": brand.name})
        return redirect("wagtailadmin_home")
