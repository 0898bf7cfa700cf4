from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import Button

from retour_core.brands.models import Brand
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money
from retour_core.orders.numbers import number_key
from retour_core.returns.choices import MethodChoices, StateChoices
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.searching import named_by_number
from retour_core.threads.models import WaitingFor
from retour_core.threads.queries import waiting
from retour_portal.backoffice.listing import ListingView, MoneyColumn, StateColumn
from retour_portal.backoffice.returns.thread_panel import thread_label, thread_state
from retour_portal.backoffice.short_paginator import ShortPaginator


def _sum_of_lines(field: str) -> Subquery:
    lines = ReturnLine.objects.filter(parent=OuterRef("pk")).order_by()
    return Subquery(lines.values("parent").annotate(total=Sum(field)).values("total"))


def listed_returns() -> QuerySet[Return]:
    """Submitted returns with what a list says about them, in one query.

    Adds ``items`` (units), ``refund_minor`` (minor units of the order's currency) and
    ``waiting_for`` (whose turn it is in the thread, a ``WaitingFor`` or nothing).
    """
    return (
        Return.objects.submitted()
        .select_related("order", "brand")
        .annotate(
            items=_sum_of_lines("quantity"),
            refund_minor=_sum_of_lines("refund_minor"),
            waiting_for=F("thread__waiting_for"),
        )
    )


_PILES = {"a6": "A6", "4x6": _("4 × 6 inches"), "a4": "A4"}
# What a customer chooses between is too long for a column.
_SHORT_METHODS = {
    ReturnMethod.DROP_OFF_POINT: _("Drop-off"),
    ReturnMethod.LABELLESS: _("Drop-off, no printer"),
    ReturnMethod.PICK_UP: _("Pick-up"),
    ReturnMethod.IN_STORE: _("In store"),
    ReturnMethod.OWN_CARRIER: _("Own carrier"),
}


class ReturnFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=[choice for choice in StateChoices.choices if choice[0] != "draft"],
        widget=forms.CheckboxSelectMultiple,
    )
    brand = django_filters.ModelMultipleChoiceFilter(
        label=_("Brand"),
        queryset=Brand.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
    )
    method = django_filters.MultipleChoiceFilter(
        label=_("Method"),
        choices=MethodChoices.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    messages = django_filters.MultipleChoiceFilter(
        label=_("Messages"),
        choices=WaitingFor.choices,
        method="filter_waiting",
        widget=forms.CheckboxSelectMultiple,
    )
    submitted_at = django_filters.DateFromToRangeFilter(
        label=_("Requested"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Return
        fields = ["state", "brand", "method", "submitted_at"]

    def filter_waiting(
        self, queryset: QuerySet[Return], _name: str, whom: list[str]
    ) -> QuerySet[Return]:
        return waiting(queryset, *(WaitingFor(each) for each in whom))


def _refund_text(ret: Any) -> str:
    return Money(ret.refund_minor or 0, ret.order.currency).to_string()


class NumberColumn(TitleColumn):
    """The return's number, and below it the order's and what is no plain return."""

    cell_template_name = "retour_backoffice/returns/number_cell.html"


class ReturnPaginator(ShortPaginator):
    def shown(self) -> QuerySet[Return]:
        return listed_returns()

    def cut_label(self, most: str) -> str:
        return gettext("more than %(most)s returns") % {"most": most}


class ReturnListing(ListingView):
    paginator_class = ReturnPaginator
    results_template_name = "retour_backoffice/short_list.html"
    queryset = listed_returns()
    search_fields = [
        "rma_number",
        "order__number",
        "order__customer_name",
        "order__email",
        "email",
        "order__postal_code",
    ]
    columns_shown = [
        NumberColumn(
            "rma_number",
            label=_("RMA number"),
            url_name="returns:inspect",
            sort_key="rma_number",
        ),
        Column(
            "brand", label=_("Brand"), accessor="brand.name", sort_key="brand__name"
        ),
        StateColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            state_of=lambda ret: ret.state,
            sort_key="state",
        ),
        StateColumn(
            "messages",
            label=_("Messages"),
            accessor=thread_label,
            state_of=lambda ret: f"thread-{thread_state(ret)}",
        ),
        Column(
            "method",
            label=_("Method"),
            accessor=lambda ret: _SHORT_METHODS.get(ret.method, ""),
        ),
        DateColumn("submitted_at", label=_("Requested"), sort_key="submitted_at"),
        Column("items", label=_("Items")),
        MoneyColumn(
            "refund_minor",
            label=_("Refund"),
            currency=lambda ret: ret.order.currency,
        ),
    ]
    export_values = {"refund": _refund_text}

    @property
    def header_more_buttons(self) -> list[Any]:
        """Beside what all lists offer: the labels of what is listed."""
        asked = self.request.GET.copy()
        for name in ("p", "export", "paper", "_w_filter_fragment"):
            asked.pop(name, None)
        buttons = [*super().header_more_buttons]
        for value, paper in _PILES.items():
            asked["paper"] = value
            buttons.append(
                Button(
                    gettext("Labels of this list on %(paper)s") % {"paper": paper},
                    url=f"{reverse('returns:labels')}?{asked.urlencode()}",
                    icon_name="download",
                    priority=200,
                )
            )
        return buttons

    def search_queryset(self, queryset: QuerySet[Return]) -> QuerySet[Return]:
        if not self.is_searching:
            return queryset
        asked = self.search_query.strip()
        found = Q(order__number_key=number_key(asked)) | named_by_number(asked)
        for field in self.search_fields:
            found |= Q(**{f"{field}__icontains": asked})
        return queryset.filter(found)
