"""What the screens of accounts at carriers and at payment services share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView

from retour_portal.backoffice.listing import PageListing
from retour_portal.backoffice.refusing import Refusing
from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.backoffice.screen import Screen


class AccountsElsewhere:
    """Mixed in before their views. ``noun`` names the viewset, ``list_label`` its list,
    ``known_words`` say that the other side knows the account."""

    noun: ClassVar[str]
    list_label: Any
    known_words: Any

    def offered_kinds(self) -> dict[str, str]:
        """The names of what an account can be added for, by kind."""
        raise NotImplementedError

    def fault_words(self, kind: str) -> str:
        raise NotImplementedError

    def listed_under(self) -> dict[str, Any]:
        return {"url": reverse(f"{self.noun}:index"), "label": self.list_label}


class AccountListing(PageListing):
    sheets = ("retour_backoffice/carriers.css",)


class ChooseKind(AccountsElsewhere, Screen):
    """Step one of adding: where the account is."""

    permission_required = "add"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "offered": self.offered_kinds().items()}


class SavingAccount(AccountsElsewhere, Refusing):
    def carry_out(self, form: Any) -> HttpResponse | None:
        saved, fault = form.save_or_refuse()
        if not saved:
            return None
        if fault is None:
            messages.success(self.request, self.known_words)
        else:
            told = _("Saved. %(reason)s") % {"reason": self.fault_words(fault.kind)}
            messages.warning(self.request, told)
        return redirect(f"{self.noun}:inspect", form.instance.pk)


class AddAccount(SavingAccount, CreateView):
    """Step two: the account, of the kind that the URL names."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if kwargs["kind"] not in self.offered_kinds():
            raise Http404
        super().setup(request, *args, **kwargs)

    def get_add_url(self) -> str:
        return reverse(f"{self.noun}:add_account", args=[self.kwargs["kind"]])

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "instance": self.model(kind=self.kwargs["kind"])}

    def get_initial(self) -> dict[str, Any]:
        name = self.offered_kinds()[self.kwargs["kind"]]
        return {**super().get_initial(), "name": name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, self.listed_under(), here]


class AccountViewSet(BrandScopedViewSet):
    """``adding`` is step two of adding, ``account_page`` a module with the actions."""

    offered = frozenset({"index", "add", "edit", "inspect"})
    search_fields = ("name", "kind")
    adding: type[AddAccount]
    account_page: Any

    def get_urlpatterns(self) -> list[Any]:
        about_one = {
            "test_account": ("test/", self.account_page.TestAccount),
            "switch_off": ("off/", self.account_page.SwitchOff),
            "switch_on": ("on/", self.account_page.SwitchOn),
        }
        about_new = self.get_add_view_kwargs()
        # The template of step one.
        about_new.pop("template_name")
        adding = self.construct_view(self.adding, **about_new)
        return [
            *super().get_urlpatterns(),
            path("new/<slug:kind>/", adding, name="add_account"),
            *self.row_paths(about_one),
        ]
