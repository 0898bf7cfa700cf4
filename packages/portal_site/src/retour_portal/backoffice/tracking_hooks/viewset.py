from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from retour_core.tracking.hook_queries import with_standing
from retour_core.tracking.models import TrackingHook
from retour_portal.backoffice.listing import PageListing, StateColumn, brand_names
from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.backoffice.tracking_hooks import editing, page
from retour_portal.backoffice.tracking_hooks.forms import TrackingHookForm
from retour_portal.backoffice.tracking_hooks.words import (
    received_words,
    source_words,
    state_of,
    state_words,
)


class HookListing(PageListing):
    queryset = TrackingHook.objects.prefetch_related("brands")
    page_title = _("Tracking addresses")
    add_item_label = _("Add a tracking address")
    sheets = ("retour_backoffice/carriers.css",)

    def get_base_queryset(self) -> QuerySet[Any]:
        return with_standing(super().get_base_queryset(), now=timezone.now())


class TrackingHookViewSet(BrandScopedViewSet):
    """Where carriers and trackers push what they know of parcels."""

    model = TrackingHook
    name = "tracking-hooks"
    icon = "download"
    menu_label = _("Tracking addresses")
    offered = frozenset({"index", "add", "edit", "inspect", "delete"})
    ordering = "pk"
    list_display = [
        "name",
        Column("source", label=_("Who sends"), accessor=source_words),
        Column("brands", label=_("Brands"), accessor=brand_names),
        Column("received", label=_("Last received"), accessor=received_words),
        Column(
            "lately",
            label=_("In 24 hours"),
            accessor=lambda hook: hook.received_lately or 0,
        ),
        StateColumn(
            "state",
            label=_("State"),
            accessor=state_words,
            state_of=lambda hook: f"carrier-{state_of(hook)}",
        ),
    ]
    search_fields = ("name", "source")
    index_view_class = HookListing
    add_view_class = editing.AddHookView
    edit_view_class = editing.EditHookView
    inspect_view_class = page.HookPage
    model_form = TrackingHookForm

    def get_urlpatterns(self) -> list[Any]:
        about_one = {
            "show_hook_secret": ("secret/", page.ShowHookSecret),
            "renew_hook_secret": ("secret/new/", page.RenewHookSecret),
        }
        return [*super().get_urlpatterns(), *self.row_paths(about_one)]
