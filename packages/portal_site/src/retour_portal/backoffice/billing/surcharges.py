"""Entering what carriers charged on top: one surcharge, or an invoice's table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.billing.plans import plan_of, today
from retour_core.billing.surcharges import (
    Surcharge,
    SurchargeRow,
    SurchargesRefused,
    book_surcharges,
)
from retour_core.domain.money import Money, format_money
from retour_portal.backoffice.billing.surcharge_forms import InvoiceForm, SurchargeForm
from retour_portal.backoffice.screen import BrandScreen


class SurchargesPage(BrandScreen):
    """POST with ``enter`` books one; ``preview`` and ``book`` are about a table."""

    header_icon = "list-ul"
    page_title = gettext_lazy("Carriers’ surcharges")
    template_name = "retour_backoffice/billing/surcharges.html"
    http_method_names = ["get", "head", "options", "post"]

    def listed_under(self) -> dict[str, Any]:
        return {"url": reverse("billing:index"), "label": _("Billing")}

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        brand_id = self.switch.chosen.pk
        if "enter" in request.POST:
            one = SurchargeForm(request.POST, brand_id=brand_id)
            if not one.is_valid():
                return self.refused(one=one)
            return self._booked(one, [one.cleaned_data["row"]])
        many = InvoiceForm(request.POST, request.FILES, brand_id=brand_id)
        if not many.is_valid():
            return self.refused(many=many)
        if "book" not in request.POST:
            preview = _shown(many.cleaned_data["found"])
            return self.shown(many=many, preview=preview)
        return self._booked(many, many.cleaned_data["table"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand = self.switch.chosen
        currency = plan_of(brand, today()).currency
        context: dict[str, Any] = super().get_context_data(
            **{
                "one": SurchargeForm(brand_id=brand.pk, initial={"currency": currency}),
                "many": InvoiceForm(brand_id=brand.pk),
                "preview": None,
                "switch": self.switch,
                **kwargs,
            }
        )
        return context

    def _booked(self, form: forms.Form, rows: list[SurchargeRow]) -> HttpResponseBase:
        brand_id, invoice = self.switch.chosen.pk, form.cleaned_data["invoice"]
        here = reverse("billing:surcharges")
        try:
            found = book_surcharges(brand_id, invoice, rows)
        except SurchargesRefused:
            # Between the check and the lock somebody else booked another amount.
            messages.error(self.request, _("Nothing was booked: try again."))
        else:
            messages.success(self.request, _told(found))
        return redirect(f"{here}?brand={brand_id}")


def _told(found: list[Surcharge]) -> str:
    new = sum(not one.is_known for one in found)
    known = len(found) - new
    sentence = ngettext(
        "%(n)d surcharge was booked.", "%(n)d surcharges were booked.", new
    ) % {"n": new}
    if not known:
        return sentence
    rest = ngettext(
        "%(n)d was booked before and is not booked again.",
        "%(n)d were booked before and are not booked again.",
        known,
    ) % {"n": known}
    return f"{sentence} {rest}"


def _shown(found: list[Surcharge]) -> dict[str, Any]:
    """The rows in words, and what the new ones add up to by currency."""
    locale = get_language() or "en"
    sums: Counter[str] = Counter()
    for one in found:
        if not one.is_known:
            sums[one.money.currency] += one.money.minor
    return {
        "rows": [(one, format_money(one.money, locale)) for one in found],
        "totals": [format_money(Money(n, code), locale) for code, n in sums.items()],
        "new": sum(not one.is_known for one in found),
    }
