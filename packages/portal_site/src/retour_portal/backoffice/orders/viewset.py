from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_core.labels.documents.slip import SlipPaper
from retour_core.orders.models import Order
from retour_portal.backoffice.orders.gift_slips import (
    GiveSlipView,
    PrintSlipView,
    RevokeSlipView,
)
from retour_portal.backoffice.orders.listing import OrderFilters, OrderListing
from retour_portal.backoffice.orders.page import OrderPage, StartReturnView
from retour_portal.backoffice.orders.slips import OrderSlipView, PrintView
from retour_portal.backoffice.scoping import BrandScopedViewSet


class OrderViewSet(BrandScopedViewSet):
    model = Order
    name = "orders"
    icon = "retour-order"
    menu_label = _("Orders")
    ordering = "-placed_at"
    list_per_page = 50
    list_display = ["number", *OrderListing.columns_shown]
    filterset_class = OrderFilters
    search_fields = OrderListing.search_fields
    index_view_class = OrderListing
    index_template_name = "retour_backoffice/orders/index.html"
    inspect_view_class = OrderPage
    export_filename = "orders"
    list_export = [
        "number",
        "shop.name",
        "brand.name",
        "customer_name",
        "email",
        "country",
        "placed_at",
        "total",
        "currency",
        "get_status_display",
        "has_shipment",
        "return_count",
    ]
    export_headings = {
        "shop.name": _("Shop"),
        "brand.name": _("Brand"),
        "total": _("Total"),
        "get_status_display": _("Status"),
        "has_shipment": _("Shipped"),
        "return_count": _("Returns"),
    }

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path(
                "<int:pk>/start-return/",
                self.construct_view(StartReturnView),
                name="start_return",
            ),
            path(
                "print/",
                self.construct_view(PrintView, index_url_name="orders:index"),
                name="print",
            ),
            *(
                path(
                    f"<int:pk>/slip-{paper}.pdf",
                    self.construct_view(OrderSlipView, paper=paper),
                    name=f"slip_{paper}",
                )
                for paper in SlipPaper
            ),
            path(
                "<int:pk>/gift-slips/",
                self.construct_view(GiveSlipView),
                name="give_slip",
            ),
            path(
                "<int:pk>/gift-slips/<int:slip_pk>/revoke/",
                self.construct_view(RevokeSlipView),
                name="revoke_slip",
            ),
            *(
                path(
                    f"<int:pk>/gift-slips/<int:slip_pk>-{paper}.pdf",
                    self.construct_view(PrintSlipView, paper=paper),
                    name=f"gift_slip_{paper}",
                )
                for paper in SlipPaper
            ),
        ]
