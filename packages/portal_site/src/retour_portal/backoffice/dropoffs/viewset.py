from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from retour_core.dropoffs.upload_models import PointsUpload
from retour_portal.backoffice.dropoffs import pages
from retour_portal.backoffice.dropoffs.words import state_words
from retour_portal.backoffice.listing import ListingView, StateColumn
from retour_portal.backoffice.scoping import BrandScopedViewSet

# As the imports' states are coloured.
_LIKE = {
    "checking": "running",
    "replacing": "running",
    "ready": "uploaded",
    "refused": "failed",
}


def _state_of(upload: PointsUpload) -> str:
    return f"import-{_LIKE.get(upload.state, upload.state)}"


class PointsListing(ListingView):
    queryset = PointsUpload.objects.all()
    page_title = _("Drop-off points")
    add_item_label = _("Replace drop-off points")


class DropOffViewSet(BrandScopedViewSet):
    """Where carriers take parcels, the same for every brand: files of the points."""

    model = PointsUpload
    name = "drop-offs"
    icon = "site"
    menu_label = _("Drop-off points")
    offered = frozenset({"index", "add", "inspect"})
    ordering = "-created_at"
    list_display = [
        "__str__",
        StateColumn(
            "state",
            label=_("State"),
            accessor=state_words,
            state_of=_state_of,
        ),
        Column("rows", label=_("Points")),
        DateColumn("created_at", label=_("Uploaded"), sort_key="created_at"),
    ]
    search_fields = ["file_name"]
    index_view_class = PointsListing
    index_template_name = "retour_backoffice/dropoffs/index.html"
    inspect_view_class = pages.PointsPage

    @property
    def add_view(self) -> Any:
        return self.construct_view(pages.UploadView)

    def get_urlpatterns(self) -> list[Any]:
        about_one = {
            "take_over": ("take-over/", pages.TakeOver),
            "status": ("status.json", pages.StatusView),
        }
        return [*super().get_urlpatterns(), *self.row_paths(about_one)]
