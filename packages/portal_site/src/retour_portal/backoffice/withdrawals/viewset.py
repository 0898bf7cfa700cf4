from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_core.withdrawals.models import Withdrawal
from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.backoffice.withdrawals import evidence
from retour_portal.backoffice.withdrawals.actions import ACTIONS
from retour_portal.backoffice.withdrawals.listing import (
    WithdrawalFilters,
    WithdrawalListing,
)
from retour_portal.backoffice.withdrawals.page import (
    RefusePage,
    WithdrawalActionView,
    WithdrawalPage,
)
from retour_portal.backoffice.withdrawals.texts import TextsPage


class WithdrawalViewSet(BrandScopedViewSet):
    model = Withdrawal
    name = "withdrawals"
    icon = "retour-withdrawal"
    menu_label = _("Withdrawals")
    ordering = "-submitted_at"
    list_per_page = 50
    list_display = ["reference", *WithdrawalListing.columns_shown]
    filterset_class = WithdrawalFilters
    search_fields = WithdrawalListing.search_fields
    index_view_class = WithdrawalListing
    index_template_name = "retour_backoffice/withdrawals/index.html"
    inspect_view_class = WithdrawalPage
    export_filename = "withdrawals"
    list_export = [
        "reference",
        "submitted_at",
        "name",
        "email",
        "contract",
        "order",
        "brand.name",
        "flags",
        "refund",
        "send_back",
        "acknowledgement",
        "case",
    ]
    export_headings = {
        "name": _("Name"),
        "email": _("E-mail"),
        "contract": _("Contract"),
        "order": _("Order"),
        "brand.name": _("Brand"),
        "flags": _("To look at"),
        "refund": _("Refund"),
        "send_back": _("Sent back"),
        "acknowledgement": _("Acknowledgement"),
        "case": _("Case"),
    }

    def get_urlpatterns(self) -> list[Any]:
        about_one = {
            "refuse": RefusePage,
            "evidence": evidence.EvidencePage,
            "evidence_file": evidence.EvidenceDownload,
            "evidence_pdf": evidence.EvidenceDocument,
            "acknowledgement": evidence.AcknowledgementDownload,
            "chain": evidence.ChainDownload,
            "check": evidence.CheckChain,
        }
        return [
            *super().get_urlpatterns(),
            path("texts/", self.construct_view(TextsPage), name="texts"),
            *(
                path(f"<int:pk>/{name}/", self.construct_view(view), name=name)
                for name, view in about_one.items()
            ),
            *(
                path(
                    f"<int:pk>/{name}/",
                    self.construct_view(WithdrawalActionView, action_name=name),
                    name=name,
                )
                for name in ACTIONS
            ),
        ]
