from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import revive
from retour_portal.backoffice.listing import ListingView, StateColumn
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.scoping import BrandScopedViewSet

_CONDITIONS = {
    "dead": pgettext_lazy("task", "given up"),
    "waiting": pgettext_lazy("task", "waiting"),
    "done": pgettext_lazy("task", "done"),
}


def condition_of(message: OutboxMessage) -> str:
    """``dead``, ``done`` or ``waiting``."""
    if message.dead_at:
        return "dead"
    return "done" if message.done_at else "waiting"


class OutboxFilters(WagtailFilterSet):
    condition = django_filters.ChoiceFilter(
        label=_("State"),
        choices=list(_CONDITIONS.items()),
        method="filter_condition",
        empty_label=pgettext_lazy("tasks", "All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = OutboxMessage
        fields: list[str] = []

    def filter_condition(
        self, queryset: QuerySet[OutboxMessage], _name: str, value: str
    ) -> QuerySet[OutboxMessage]:
        return queryset.filter(
            dead_at__isnull=value != "dead", done_at__isnull=value != "done"
        )


class OutboxMessagePage(ObjectPage):
    template_name = "retour_backoffice/outbox/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        condition = condition_of(self.object)
        return super().get_context_data(
            **kwargs, condition=condition, condition_label=_CONDITIONS[condition]
        )


class ReviveView(ObjectPage):
    permission_required = "change"
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        revive(self.object.pk)
        messages.success(request, _("The message will be tried again now."))
        return redirect("outbox:inspect", self.object.pk)


class OutboxViewSet(BrandScopedViewSet):
    """What could not be delivered; for superusers, as payloads know no brand."""

    model = OutboxMessage
    name = "outbox"
    icon = "mail"
    menu_label = _("Outbox")
    ordering = "-created_at"
    list_per_page = 50
    list_display = [
        "__str__",
        StateColumn(
            "condition",
            label=_("State"),
            accessor=lambda message: _CONDITIONS[condition_of(message)],
            state_of=condition_of,
        ),
        Column("attempts", label=_("Attempts")),
        Column("last_error", label=_("Last error")),
        DateColumn("created_at", label=_("Created"), sort_key="created_at"),
    ]
    filterset_class = OutboxFilters
    search_fields = ["kind", "last_error"]
    index_view_class = ListingView
    inspect_view_class = OutboxMessagePage

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/revive/", self.construct_view(ReviveView), name="revive"),
        ]
