"""What is printed to lie in parcels: one order's slip, or those of many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.labels.boxes import (
    BOX_LABEL_LIFETIME,
    BatchInvalid,
    make_box_labels,
)
from retour_core.labels.documents.slip import SlipPaper
from retour_core.labels.packing_slips import MOST_SLIPS, packing_slips
from retour_core.orders.models import Order
from retour_portal.backoffice.breadcrumbs import under
from retour_portal.backoffice.form_page import FormPage
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.orders.listing import OrderFilters
from retour_portal.backoffice.policies import scoped


def slips_response(
    orders: QuerySet[Order], paper: SlipPaper, name: str
) -> HttpResponse:
    return pdf_response(packing_slips(orders, paper), name)


def pdf_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, "application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


class OrderSlipView(ObjectPage):
    """The slip of one order."""

    paper = SlipPaper.A4

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        order: Order = self.object
        return slips_response(
            Order.objects.filter(pk=order.pk), self.paper, f"slip-{order.pk}"
        )


class PrintForm(forms.Form):
    """Which orders, and on what; the view narrows the orders to the user's brands."""

    orders = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Orders"),
        queryset=Order.objects.select_related("shop"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one order."),
        },
    )
    paper = forms.ChoiceField(
        label=gettext_lazy("Paper"),
        choices=[(SlipPaper.A4.value, "A4"), (SlipPaper.A6.value, "A6")],
        widget=forms.RadioSelect,
        initial=SlipPaper.A4.value,
    )

    def clean_orders(self) -> QuerySet[Order]:
        orders: QuerySet[Order] = self.cleaned_data["orders"]
        if len(orders) > MOST_SLIPS:
            raise forms.ValidationError(
                _("Choose at most %(most)s orders at a time.") % {"most": MOST_SLIPS}
            )
        return orders


class PrintView(FormPage):
    """The newest orders of a filtered list, to choose those that are packed now."""

    index_url_name = ""
    permission_required = "view"
    form_class = PrintForm
    template_name = "retour_backoffice/orders/print.html"
    page_title = gettext_lazy("Print for parcels")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return under(self, reverse(self.index_url_name), _("Incoming orders"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        chosen = set(form["orders"].value() or []) if form.is_bound else None
        # Who filtered the list has said which; of all orders nobody means all.
        ticked = bool(self.request.GET) if chosen is None else False
        return context | {
            "rows": [
                (row, ticked or str(row.pk) in (chosen or ()))
                for row in self._shown(chosen)
            ],
            "most": MOST_SLIPS,
        }

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if "box" in self.request.POST:
            return self._make_box_labels(form)
        orders = Order.objects.filter(pk__in=form.cleaned_data["orders"])
        paper = SlipPaper(form.cleaned_data["paper"])
        return slips_response(orders.order_by("-placed_at"), paper, "packing-slips")

    def _make_box_labels(self, form: forms.Form) -> HttpResponse:
        orders = list(form.cleaned_data["orders"].select_related("brand"))
        try:
            batch = make_box_labels(
                orders[0].brand,
                orders,
                until=timezone.now() + BOX_LABEL_LIFETIME,
                actor=self.request.user.get_username(),
            )
        except BatchInvalid:
            form.add_error("orders", _("Choose orders of one brand at a time."))
            return self.form_invalid(form)
        return redirect("box-labels:inspect", batch.pk)

    def _shown(self, chosen: set[str] | None) -> list[Order]:
        """As the list was filtered; on a form that was refused, what was chosen."""
        orders = scoped(Order.objects.select_related("shop"), self.request.user)
        if chosen:
            orders = orders.filter(pk__in=[key for key in chosen if key.isdecimal()])
        else:
            orders = OrderFilters(self.request.GET, queryset=orders).qs
        return list(orders.order_by("-placed_at")[:MOST_SLIPS])
