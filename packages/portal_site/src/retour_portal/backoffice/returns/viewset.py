from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_core.labels.customs import CustomsPaper
from retour_core.returns.models import Return
from retour_portal.backoffice.menu import WaitingMenuItem
from retour_portal.backoffice.returns.actions import ACTIONS
from retour_portal.backoffice.returns.breakdown_page import BreakdownCsv, BreakdownPage
from retour_portal.backoffice.returns.customs import ReturnCustomsView
from retour_portal.backoffice.returns.fee import (
    PaidOtherwise,
    RefundFee,
    ReleaseUnpaid,
    RetryRefund,
)
from retour_portal.backoffice.returns.listing import ReturnFilters, ReturnListing
from retour_portal.backoffice.returns.override import OverrideView
from retour_portal.backoffice.returns.page import (
    ReturnActionView,
    ReturnPage,
)
from retour_portal.backoffice.returns.printing import (
    ReturnLabelsView,
    ReturnLabelView,
)
from retour_portal.backoffice.returns.thread import (
    ReturnAnswerReadView,
    ReturnMessageView,
    ReturnPhotoRemoveView,
    ReturnPhotoView,
)
from retour_portal.backoffice.scoping import BrandScopedViewSet


class ReturnViewSet(BrandScopedViewSet):
    model = Return
    name = "returns"
    icon = "retour-return"
    menu_label = _("Returns")
    ordering = "-submitted_at"
    list_per_page = 50
    list_display = ReturnListing.columns_shown
    filterset_class = ReturnFilters
    search_fields = ReturnListing.search_fields
    index_view_class = ReturnListing
    inspect_view_class = ReturnPage
    export_filename = "returns"
    list_export = [
        "rma_number",
        "order.number",
        "brand.name",
        "get_state_display",
        "get_kind_display",
        "get_method_display",
        "submitted_at",
        "items",
        "refund",
        "order.currency",
        "order.customer_name",
        "email",
    ]
    export_headings = {
        "order.number": _("Order"),
        "brand.name": _("Brand"),
        "get_state_display": _("State"),
        "get_kind_display": _("Kind"),
        "get_method_display": _("Method"),
        "items": _("Items"),
        "refund": _("Refund"),
        "order.currency": _("Currency"),
        "order.customer_name": _("Customer"),
    }

    @property
    def menu_item_class(self) -> type[WaitingMenuItem]:
        return WaitingMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path(
                "<int:pk>/override/", self.construct_view(OverrideView), name="override"
            ),
            path(
                "<int:pk>/breakdown/",
                self.construct_view(BreakdownPage),
                name="breakdown",
            ),
            path(
                "<int:pk>/breakdown.csv",
                self.construct_view(BreakdownCsv),
                name="breakdown_csv",
            ),
            path(
                "labels.pdf",
                self.construct_view(ReturnLabelsView, **self.get_index_view_kwargs()),
                name="labels",
            ),
            path("<int:pk>/label/", self.construct_view(ReturnLabelView), name="label"),
            *(
                path(
                    f"<int:pk>/customs/{paper}.pdf",
                    self.construct_view(ReturnCustomsView, paper=paper),
                    name=f"customs_{paper}",
                )
                for paper in CustomsPaper
            ),
            *(
                path(
                    f"<int:pk>/{name}/",
                    self.construct_view(ReturnActionView, action_name=name),
                    name=name,
                )
                for name in ACTIONS
            ),
            *self._fee_urls(),
            *self._thread_urls(),
        ]

    def _fee_urls(self) -> list[Any]:
        acts = {
            "release_unpaid": ReleaseUnpaid,
            "refund_fee": RefundFee,
            "retry_refund": RetryRefund,
            "paid_otherwise": PaidOtherwise,
        }
        return [
            path(f"<int:pk>/fee/{name}/", self.construct_view(view), name=name)
            for name, view in acts.items()
        ]

    def _thread_urls(self) -> list[Any]:
        photo = "<int:pk>/photos/<uuid:public_id>"
        view = self.construct_view
        return [
            path("<int:pk>/message/", view(ReturnMessageView), name="message"),
            path(
                "<int:pk>/answer-read/", view(ReturnAnswerReadView), name="answer_read"
            ),
            path(f"{photo}/", view(ReturnPhotoView), name="photo"),
            path(
                f"{photo}/small/",
                view(ReturnPhotoView, is_small=True),
                name="photo_thumbnail",
            ),
            path(f"{photo}/remove/", view(ReturnPhotoRemoveView), name="photo_remove"),
        ]
