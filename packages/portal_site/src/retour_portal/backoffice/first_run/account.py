"""Returns → Company: who the merchant is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.accounts.models import Account
from retour_portal.backoffice.first_run.forms import AccountForm
from retour_portal.backoffice.form_page import FormPage
from retour_portal.backoffice.scoping import BrandScopedViewSet


class AccountPage(FormPage):
    permission_required = "change"
    form_class = AccountForm  # type: ignore[assignment]  # saves a row
    template_name = "retour_backoffice/first_run/account.html"
    page_title = gettext_lazy("Company")

    def get_form_kwargs(self) -> dict[str, Any]:
        instance = Account.objects.first() or Account(email=self._own_email())
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "instance": instance}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        form.save()  # type: ignore[attr-defined]
        messages.success(self.request, _("Your company’s profile is saved."))
        return redirect("wagtailadmin_home")

    def _own_email(self) -> str:
        return getattr(self.request.user, "email", "")


class AccountViewSet(BrandScopedViewSet):
    """One screen for the one row."""

    model = Account
    # “account” is where Wagtail has everybody’s own.
    name = "company"
    icon = "cogs"
    menu_label = gettext_lazy("Company")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(AccountPage)

    def get_urlpatterns(self) -> list[Any]:
        return [path("", self.index_view, name="index")]
