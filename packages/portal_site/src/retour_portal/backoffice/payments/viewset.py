from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from retour_core.payments.models import FeeEntry, PaymentAccount
from retour_portal.backoffice.accounts_elsewhere import AccountListing, AccountViewSet
from retour_portal.backoffice.carriers.words import state_of, state_words
from retour_portal.backoffice.listing import StateColumn
from retour_portal.backoffice.payments import editing, page
from retour_portal.backoffice.payments.fees import FeesCsv, FeesPage
from retour_portal.backoffice.payments.forms import PaymentAccountForm
from retour_portal.backoffice.payments.words import mode_words, service_words
from retour_portal.backoffice.scoping import BrandScopedViewSet


class PaymentListing(AccountListing):
    queryset = PaymentAccount.objects.select_related("brand")
    page_title = _("Payments")
    add_item_label = _("Add a payment account")


class PaymentViewSet(AccountViewSet):
    """Where customers pay the fees for their labels."""

    model = PaymentAccount
    name = "payments"
    icon = "retour-policy"
    menu_label = _("Payments")
    ordering = "name"
    list_display = [
        "name",
        Column("kind", label=_("Payment service"), accessor=service_words),
        Column("brand", label=_("Brand"), accessor="brand.name"),
        Column("mode", label=_("Mode"), accessor=mode_words),
        StateColumn(
            "state",
            label=_("State"),
            accessor=state_words,
            state_of=lambda account: f"carrier-{state_of(account)}",
        ),
    ]
    index_view_class = PaymentListing
    add_view_class = editing.ChooseService
    adding = editing.AddAccountView
    account_page = page
    edit_view_class = editing.EditAccountView
    inspect_view_class = page.AccountPage
    model_form = PaymentAccountForm


class FeeViewSet(BrandScopedViewSet):
    """Customers' money for labels; nothing in it can be changed, here or elsewhere."""

    model = FeeEntry
    name = "fees"
    icon = "list-ul"
    menu_label = _("Return fees")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(FeesPage)

    def get_urlpatterns(self) -> list[Any]:
        standard = [p for p in super().get_urlpatterns() if p.name == "index"]
        download = self.construct_view(FeesCsv)
        return [*standard, path("<int:brand>/fees.csv", download, name="csv")]
