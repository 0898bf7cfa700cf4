from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column

from retour_core.brands.models import Brand
from retour_portal.backoffice.brands.forms import BrandSettingsForm
from retour_portal.backoffice.brands.portal import ReturnPortalPage, SavePortalView
from retour_portal.backoffice.first_run.add_brand import AddBrandView
from retour_portal.backoffice.first_run.pages import (
    OrdersStep,
    SampleReturnStep,
    SwitchOnStep,
)
from retour_portal.backoffice.listing import ListingView
from retour_portal.backoffice.scoping import BrandScopedViewSet


class BrandListing(ListingView):
    add_item_label = _("Add a brand")


class BrandViewSet(BrandScopedViewSet):
    """Settings of brands, and the steps that lead each to its first return."""

    model = Brand
    name = "brands"
    icon = "retour-brand"
    menu_label = _("Brands")
    offered = frozenset({"index", "add", "edit", "history"})
    ordering = "name"
    list_display = [
        "name",
        Column("portal_url", label=_("Portal")),
        BooleanColumn("allow_unshipped_returns", label=_("Returns without a shipment")),
    ]
    search_fields = ["name", "slug"]
    index_view_class = BrandListing
    model_form = BrandSettingsForm

    @property
    def add_view(self) -> Any:
        return self.construct_view(AddBrandView)

    def get_urlpatterns(self) -> list[Any]:
        steps = {
            "orders": ("orders/", OrdersStep),
            "switch_on": ("switch-on/", SwitchOnStep),
            "test_return": ("test-return/", SampleReturnStep),
        }
        return [*super().get_urlpatterns(), *self.row_paths(steps)]


class ReturnPortalViewSet(BrandScopedViewSet):
    """The switch of each brand; one screen with a form a brand."""

    model = Brand
    name = "return-portal"
    icon = "retour-portal"
    menu_label = _("Return portal")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(ReturnPortalPage)

    def get_urlpatterns(self) -> list[Any]:
        standard = [p for p in super().get_urlpatterns() if p.name == "index"]
        save = self.construct_view(SavePortalView)
        return [*standard, path("<int:pk>/save/", save, name="save")]

    def register_admin_url_finder(self) -> None:
        """Links to a brand lead to its settings."""
