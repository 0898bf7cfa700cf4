from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from retour_core.tracking.models import TrackingAccount
from retour_portal.backoffice.accounts_elsewhere import AccountListing, AccountViewSet
from retour_portal.backoffice.carriers.words import state_of, state_words
from retour_portal.backoffice.listing import StateColumn, brand_names
from retour_portal.backoffice.tracking_accounts import editing, page
from retour_portal.backoffice.tracking_accounts.forms import TrackingAccountForm
from retour_portal.backoffice.tracking_accounts.words import tracker_words


class TrackerListing(AccountListing):
    queryset = TrackingAccount.objects.prefetch_related("brands")
    page_title = _("Tracking services")
    add_item_label = _("Add a tracking service")


class TrackingAccountViewSet(AccountViewSet):
    """Who follows the parcels that customers send with a carrier of their own."""

    model = TrackingAccount
    name = "tracking-accounts"
    icon = "retour-carrier"
    menu_label = _("Tracking services")
    ordering = "name"
    list_display = [
        "name",
        Column("kind", label=_("Tracking service"), accessor=tracker_words),
        Column("brands", label=_("Brands"), accessor=brand_names),
        StateColumn(
            "state",
            label=_("State"),
            accessor=state_words,
            state_of=lambda account: f"carrier-{state_of(account)}",
        ),
    ]
    index_view_class = TrackerListing
    add_view_class = editing.ChooseTracker
    adding = editing.AddAccountView
    account_page = page
    edit_view_class = editing.EditAccountView
    inspect_view_class = page.AccountPage
    model_form = TrackingAccountForm
