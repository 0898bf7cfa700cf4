from __future__ import annotations

from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from retour_core.carriers.models import CarrierAccount
from retour_portal.backoffice.carriers import editing, page
from retour_portal.backoffice.carriers.forms import CarrierAccountForm
from retour_portal.backoffice.carriers.words import (
    carrier_words,
    state_of,
    state_words,
)
from retour_portal.backoffice.listing import ListingView, StateColumn
from retour_portal.backoffice.scoping import BrandScopedViewSet


class CarrierListing(ListingView):
    queryset = CarrierAccount.objects.prefetch_related("brands")
    page_title = _("Carriers")
    add_item_label = _("Add a carrier")

    def get_edit_url(self, instance: CarrierAccount) -> str:
        return reverse("carriers:inspect", args=[instance.pk])

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        sheets = ["retour_backoffice/carriers.css"]
        context["media"] += forms.Media(css={"all": sheets})
        return context


def _brands(account: CarrierAccount) -> str:
    return ", ".join(sorted(brand.name for brand in account.brands.all()))


class CarrierViewSet(BrandScopedViewSet):
    """Who makes labels for which parcels, in the order they are asked."""

    model = CarrierAccount
    name = "carriers"
    icon = "retour-carrier"
    menu_label = _("Carriers")
    offered = frozenset({"index", "add", "edit", "inspect"})
    ordering = "position"
    list_display = [
        "name",
        Column("kind", label=_("Carrier"), accessor=carrier_words),
        Column("brands", label=_("Brands"), accessor=_brands),
        Column("position", label=_("Order"), sort_key="position"),
        StateColumn(
            "state",
            label=_("State"),
            accessor=state_words,
            state_of=lambda account: f"carrier-{state_of(account)}",
        ),
    ]
    search_fields = ["name", "kind"]
    index_view_class = CarrierListing
    add_view_class = editing.ChooseCarrier
    edit_view_class = editing.EditAccountView
    inspect_view_class = page.AccountPage
    model_form = CarrierAccountForm

    def get_urlpatterns(self) -> list[Any]:
        about_one = {
            "test_account": ("test/", page.TestAccount),
            "switch_off": ("off/", page.SwitchOff),
            "switch_on": ("on/", page.SwitchOn),
        }
        about_new = self.get_add_view_kwargs()
        # The template of step one.
        about_new.pop("template_name")
        adding = self.construct_view(editing.AddAccountView, **about_new)
        return [
            *super().get_urlpatterns(),
            path("new/<slug:kind>/", adding, name="add_account"),
            *(
                path(f"<int:pk>/{tail}", self.construct_view(view), name=name)
                for name, (tail, view) in about_one.items()
            ),
        ]
