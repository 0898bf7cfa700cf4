from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_core.billing.models import LedgerEntry
from retour_portal.backoffice.billing.pages import (
    BillingPage,
    StatementCsv,
    StatementPdf,
)
from retour_portal.backoffice.billing.surcharges import SurchargesPage
from retour_portal.backoffice.scoping import BrandScopedViewSet


class BillingViewSet(BrandScopedViewSet):
    """Monthly statements and carriers' surcharges; nothing that is in the ledger can be
    changed, here or elsewhere."""

    model = LedgerEntry
    name = "billing"
    icon = "list-ul"
    menu_label = _("Billing")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(BillingPage)

    def get_urlpatterns(self) -> list[Any]:
        standard = [p for p in super().get_urlpatterns() if p.name == "index"]
        about = "<int:brand>/<str:month>/statement"
        return [
            *standard,
            path("surcharges/", self.construct_view(SurchargesPage), name="surcharges"),
            path(f"{about}.csv", self.construct_view(StatementCsv), name="csv"),
            path(f"{about}.pdf", self.construct_view(StatementPdf), name="pdf"),
        ]
