from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from retour_core.orders.models import Shop
from retour_portal.backoffice.listing import PageListing, StateColumn
from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.backoffice.shops import page, tokens
from retour_portal.backoffice.shops.connect import ConnectShopView, EditShopView
from retour_portal.backoffice.shops.forms import ShopForm
from retour_portal.backoffice.shops.words import state_of, state_words


class ShopListing(PageListing):
    sheets = ("retour_backoffice/shops.css",)
    queryset = Shop.objects.select_related("brand")
    page_title = _("Shops")
    add_item_label = _("Connect a shop")


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
        StateColumn(
            "status",
            label=_("Status"),
            accessor=state_words,
            state_of=lambda shop: f"shop-{state_of(shop)}",
        ),
        DateColumn("last_push_at", label=_("Last push"), sort_key="last_push_at"),
    ]
    search_fields = ["name", "key", "url"]
    list_export = [
        *("name", "brand.name", "platform", "status", "key", "url", "last_push_at")
    ]
    export_headings = {"brand.name": _("Brand")}
    export_filename = "shops"
    index_view_class = ShopListing
    add_view_class = ConnectShopView
    edit_view_class = EditShopView
    inspect_view_class = page.ShopPage
    model_form = ShopForm

    def get_urlpatterns(self) -> list[Any]:
        about_one = {
            "connect": ("connect/", tokens.SetupPage),
            "test_connection": ("test/", page.ConnectionTestView),
            "pause": ("pause/", page.PauseView),
            "resume": ("resume/", page.ResumeView),
            "disconnect": ("disconnect/", page.DisconnectView),
            "reconnect": ("reconnect/", page.ReconnectView),
            "issue_token": ("tokens/new/", tokens.IssueTokenView),
            "rotate_token": (
                "tokens/<int:token_pk>/rotate/",
                tokens.RotateTokenView,
            ),
            "revoke_token": (
                "tokens/<int:token_pk>/revoke/",
                tokens.RevokeTokenView,
            ),
        }
        return [*super().get_urlpatterns(), *self.row_paths(about_one)]
