from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from retour_core.carriers.models import CarrierAccount
from retour_portal.backoffice.accounts_elsewhere import AccountListing, AccountViewSet
from retour_portal.backoffice.carriers import editing, page
from retour_portal.backoffice.carriers.doubts import SettleDoubt
from retour_portal.backoffice.carriers.forms import CarrierAccountForm
from retour_portal.backoffice.carriers.words import (
    carrier_state,
    carrier_state_words,
    carrier_words,
)
from retour_portal.backoffice.listing import StateColumn, brand_names


class CarrierListing(AccountListing):
    queryset = CarrierAccount.objects.select_related("number_range").prefetch_related(
        "brands"
    )
    page_title = _("Carriers")
    add_item_label = _("Add a carrier")


class CarrierViewSet(AccountViewSet):
    """Who makes labels for which parcels, in the order they are asked."""

    model = CarrierAccount
    name = "carriers"
    icon = "retour-carrier"
    menu_label = _("Carriers")
    ordering = "position"
    list_display = [
        "name",
        Column("kind", label=_("Carrier"), accessor=carrier_words),
        Column("brands", label=_("Brands"), accessor=brand_names),
        Column("position", label=_("Position"), sort_key="position"),
        StateColumn(
            "state",
            label=_("State"),
            accessor=carrier_state_words,
            state_of=lambda account: f"carrier-{carrier_state(account)}",
        ),
    ]
    index_view_class = CarrierListing
    add_view_class = editing.ChooseCarrier
    adding = editing.AddAccountView
    account_page = page
    edit_view_class = editing.EditAccountView
    inspect_view_class = page.AccountPage
    model_form = CarrierAccountForm

    def get_urlpatterns(self) -> list[Any]:
        about_one = {"settle_doubt": ("doubts/", SettleDoubt)}
        return [*super().get_urlpatterns(), *self.row_paths(about_one)]
