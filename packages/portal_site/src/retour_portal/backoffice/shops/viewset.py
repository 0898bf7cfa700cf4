from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView

from retour_core.orders.models import Shop
from retour_portal.backoffice.listing import ListingView
from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.backoffice.shops.forms import ShopForm
from retour_portal.backoffice.shops.page import (
    IssueTokenView,
    RevokeTokenView,
    ShopPage,
)


class ShopListing(ListingView):
    queryset = Shop.objects.select_related("brand")

    def get_edit_url(self, instance: Shop) -> str:
        return reverse("shops:inspect", args=[instance.pk])


class ConnectShopView(CreateView):
    """Leads on to the page with the lines to paste."""

    def get_success_url(self) -> str:
        return reverse("shops:inspect", args=[self.object.pk])


class ShopViewSet(BrandScopedViewSet):
    model = Shop
    name = "shops"
    icon = "retour-shop"
    menu_label = _("Shops")
    offered = frozenset({"index", "add", "edit", "inspect"})
    ordering = "name"
    list_display = [
        "name",
        Column("brand", label=_("Brand"), accessor="brand.name"),
        Column("platform", label=_("Platform"), accessor="get_platform_display"),
        Column("key", label=_("Key")),
        DateColumn("last_push_at", label=_("Last push"), sort_key="last_push_at"),
    ]
    search_fields = ["name", "key", "url"]
    list_export = ["name", "brand.name", "platform", "key", "url", "last_push_at"]
    export_headings = {"brand.name": _("Brand")}
    export_filename = "shops"
    index_view_class = ShopListing
    add_view_class = ConnectShopView
    inspect_view_class = ShopPage
    model_form = ShopForm

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path(
                "<int:pk>/tokens/new/",
                self.construct_view(IssueTokenView),
                name="issue_token",
            ),
            path(
                "<int:pk>/tokens/<int:token_pk>/revoke/",
                self.construct_view(RevokeTokenView),
                name="revoke_token",
            ),
        ]
