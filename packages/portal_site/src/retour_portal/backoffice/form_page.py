"""A screen around a form that makes something new, in the admin's furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.views.generic import FormView
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

if TYPE_CHECKING:
    _FormView = FormView[forms.Form]
else:
    _FormView = FormView


class FormPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, _FormView):
    """Construct it in a ``BrandScopedViewSet``, which narrows the form's choices."""

    model: Any = None
    permission_required = "add"
    header_icon = ""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = self.render_to_response(
            self.get_context_data(form=form), status=422
        )
        return response
