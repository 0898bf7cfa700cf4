from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from retour_core.carriers.models import CarrierAccount
from retour_core.policies.queries import rules_preferring
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


class StandingColumn(StateColumn):
    """And below, the return rules that have an account asked first which is off."""

    cell_template_name = "retour_backoffice/cells/carrier_state.html"

    def get_cell_context_data(
        self, instance: CarrierAccount, parent_context: Any
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "rules": getattr(instance, "stranded_rules", [])}


class CarrierListing(AccountListing):
    queryset = CarrierAccount.objects.select_related("number_range").prefetch_related(
        "brands"
    )
    page_title = _("Carriers")
    add_item_label = _("Add a carrier")

    def get_table(self, object_list: Any) -> Any:
        accounts = list(object_list)
        off = [account for account in accounts if not account.is_active]
        rules = rules_preferring(off) if off else {}
        for account in off:
            account.stranded_rules = rules[account.pk]
        return super().get_table(accounts)


class CarrierViewSet(AccountViewSet):
    """Who makes labels for which parcels, in the order they are asked."""

    model = CarrierAccount
    name = "carriers"
    icon = "retour-carrier"
    menu_label = _("Carriers")
    ordering = "position"
    list_display = [
        "name",
        # Beside the name, for what is further on is beyond a narrow screen's edge.
        StandingColumn(
            "state",
            label=_("State"),
            accessor=carrier_state_words,
            state_of=lambda account: f"carrier-{carrier_state(account)}",
        ),
        Column("kind", label=_("Carrier"), accessor=carrier_words),
        Column("brands", label=_("Brands"), accessor=brand_names),
        Column("position", label=_("Position"), sort_key="position"),
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
