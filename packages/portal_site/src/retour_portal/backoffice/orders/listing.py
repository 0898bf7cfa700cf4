from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn

from retour_core.brands.models import Brand
from retour_core.domain.money import Money
from retour_core.orders.models import (
    Order,
    OrderQuerySet,
    OrderRevision,
    OrderSource,
    OrderStatus,
    Shop,
)
from retour_core.orders.queries import search_orders
from retour_core.orders.samples import with_sample_mark
from retour_core.returns.models import Return
from retour_portal.backoffice.listing import ListingView, MoneyColumn, StateColumn
from retour_portal.backoffice.short_paginator import ShortPaginator

# A subquery, so that only the rows of one page are counted for.
_RETURNS_OF_ORDER = (
    Return.objects.submitted()
    .filter(order=OuterRef("pk"))
    .order_by()
    .values("order")
    .annotate(count=Count("pk"))
    .values("count")
)


def _with_columns(orders: OrderQuerySet) -> OrderQuerySet:
    return with_sample_mark(orders.select_related("shop", "brand")).annotate(
        return_count=Coalesce(Subquery(_RETURNS_OF_ORDER), 0)
    )


class OrderFilters(WagtailFilterSet):
    shop = django_filters.ModelMultipleChoiceFilter(
        label=_("Shop"),
        queryset=Shop.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
    )
    brand = django_filters.ModelMultipleChoiceFilter(
        label=_("Brand"),
        queryset=Brand.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=OrderStatus.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    has_shipment = django_filters.ChoiceFilter(
        label=_("Shipped"),
        choices=[("True", _("yes")), ("False", _("no"))],
        empty_label=pgettext_lazy("orders", "All"),
        widget=forms.RadioSelect,
    )
    source = django_filters.MultipleChoiceFilter(
        label=_("Came in by"),
        choices=[c for c in OrderSource.choices if c[0] != OrderSource.SHIPMENTS],
        widget=forms.CheckboxSelectMultiple,
        method="filter_source",
    )
    placed_at = django_filters.DateFromToRangeFilter(
        label=_("Placed"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Order
        fields = ["shop", "brand", "status", "has_shipment", "source", "placed_at"]

    def filter_source(
        self,
        queryset: QuerySet[Order],
        _name: str,
        value: list[str],
    ) -> QuerySet[Order]:
        if not value:
            return queryset
        came = OrderRevision.objects.filter(order=OuterRef("pk"), source__in=value)
        return queryset.filter(Exists(came))


class OrderStateColumn(StateColumn):
    """The status, and a mark on an order that only tries the portal."""

    cell_template_name = "retour_backoffice/cells/order_state.html"


class OrderPaginator(ShortPaginator):
    def shown(self) -> OrderQuerySet:
        return _with_columns(Order.objects.all())

    def cut_label(self, most: str) -> str:
        return gettext("more than %(most)s orders") % {"most": most}


class OrderListing(ListingView):
    paginator_class = OrderPaginator
    results_template_name = "retour_backoffice/short_list.html"
    queryset = _with_columns(Order.objects.all())
    page_title = _("Incoming orders")
    search_fields = ["number", "customer_name", "email", "postal_code"]
    columns_shown = [
        Column("shop", label=_("Shop"), accessor="shop.name", sort_key="shop__name"),
        Column("brand", label=_("Brand"), accessor="brand.name"),
        Column("customer_name", label=_("Customer"), sort_key="customer_name"),
        Column("country", label=_("Country"), sort_key="country"),
        DateColumn("placed_at", label=_("Placed"), sort_key="placed_at"),
        MoneyColumn(
            "total_incl_minor",
            label=_("Total"),
            currency=lambda order: order.currency,
        ),
        OrderStateColumn(
            "status",
            label=_("Status"),
            accessor="get_status_display",
            state_of=lambda order: order.status,
        ),
        BooleanColumn("has_shipment", label=_("Shipped")),
        Column("return_count", label=_("Returns")),
    ]
    export_values = {
        "total": lambda order: Money(
            order.total_incl_minor, order.currency
        ).to_string(),
    }

    def search_queryset(self, queryset: QuerySet[Order]) -> QuerySet[Order]:
        if not self.is_searching:
            return queryset
        found = _with_columns(search_orders(queryset, self.search_query))
        ordered: QuerySet[Order] = self.order_queryset(found)
        return ordered
