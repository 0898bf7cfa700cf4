from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from retour_core.labels.box_models import BoxBatch
from retour_portal.backoffice.boxes import pages
from retour_portal.backoffice.listing import ListingView
from retour_portal.backoffice.scoping import BrandScopedViewSet


class BoxListing(ListingView):
    queryset = BoxBatch.objects.select_related("brand")
    page_title = _("Labels for the box")
    results_template_name = "retour_backoffice/boxes/list.html"


def _created(batch: BoxBatch) -> str:
    return date_format(timezone.localtime(batch.created_at), "DATETIME_FORMAT")


class BoxViewSet(BrandScopedViewSet):
    model = BoxBatch
    name = "box-labels"
    icon = "retour-return"
    menu_label = _("Labels for the box")
    ordering = "-created_at"
    list_display = [
        TitleColumn(
            "created_at",
            label=_("Created"),
            accessor=_created,
            url_name="box-labels:inspect",
            sort_key="created_at",
        ),
        Column("brand", label=_("Brand"), accessor="brand.name"),
        Column("actor", label=_("By")),
        DateColumn("valid_until", label=_("Valid until"), sort_key="valid_until"),
    ]
    index_view_class = BoxListing
    inspect_view_class = pages.BoxPage

    def get_urlpatterns(self) -> list[Any]:
        about_one = {
            "status": ("status.json", pages.BoxStatusView),
            "document": ("labels.pdf", pages.BoxDocumentView),
            "end": ("end/", pages.BoxEndView),
        }
        return [*super().get_urlpatterns(), *self.row_paths(about_one)]
