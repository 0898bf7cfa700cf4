from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn

from retour_core.imports.models import ImportJob, ImportState
from retour_core.orders.models import Order
from retour_portal.backoffice.imports import pages
from retour_portal.backoffice.imports.manual import AddOrderView
from retour_portal.backoffice.listing import ListingView, StateColumn
from retour_portal.backoffice.policies import BrandRolePolicy
from retour_portal.backoffice.scoping import BrandScopedViewSet


def _state(job: ImportJob) -> str:
    shown = str(job.get_state_display())
    if not job.dry_run:
        return shown
    if job.state == ImportState.DONE:
        return str(_("tried"))
    return str(_("trial: %(state)s") % {"state": shown})


class ImportListing(ListingView):
    queryset = ImportJob.objects.select_related("shop__brand")
    page_title = _("Imports")
    add_item_label = _("Import orders")


class ImportViewSet(BrandScopedViewSet):
    model = ImportJob
    name = "imports"
    icon = "upload"
    menu_label = _("Import orders")
    offered = frozenset({"index", "add", "inspect"})
    ordering = "-created_at"
    list_display = [
        "file_name",
        Column("shop", label=_("Shop"), accessor="shop.name"),
        StateColumn(
            "state",
            label=_("State"),
            accessor=_state,
            state_of=lambda job: f"import-{job.state}",
        ),
        Column("total", label=_("Orders")),
        Column("rejected", label=_("Rejected")),
        DateColumn("created_at", label=_("Uploaded"), sort_key="created_at"),
    ]
    search_fields = ["file_name"]
    index_view_class = ImportListing
    index_template_name = "retour_backoffice/imports/index.html"
    inspect_view_class = pages.ImportPage

    @property
    def add_view(self) -> Any:
        return self.construct_view(pages.UploadView)

    def get_urlpatterns(self) -> list[Any]:
        about_one = {
            "mapping": ("mapping/", pages.MappingView),
            "start": ("start/", pages.StartView),
            "stop": ("stop/", pages.StopView),
            "resume": ("resume/", pages.ResumeView),
            "status": ("status.json", pages.StatusView),
            "rejected": ("rejected.csv", pages.RejectedRowsView),
        }
        return [*super().get_urlpatterns(), *self.row_paths(about_one)]


class AddOrderMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return BrandRolePolicy(Order).user_has_permission(request.user, "add")


class AddOrderViewSet(BrandScopedViewSet):
    """One screen; the orders themselves have their own viewset."""

    model = Order
    name = "add-order"
    icon = "plus"
    menu_label = _("Add an order")
    offered = frozenset({"add"})

    @property
    def add_view(self) -> Any:
        return self.construct_view(AddOrderView)

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return AddOrderMenuItem

    def register_admin_url_finder(self) -> None:
        """Links to an order lead to the orders' viewset."""
